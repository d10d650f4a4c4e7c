"""The whole city as files (全城): the one place where everything comes together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from demo.make_city import plan_books, return_books
from demo.make_city.cohorts import Programme, programme
from demo.make_city.communities import Community, register
from demo.make_city.files import as_file
from demo.make_city.ledger_books import ledger, second_file
from demo.make_city.ledger_rows import Row, rows_of
from demo.make_city.ledger_shapes import SHAPES, Shape
from demo.make_city.months import SHANGHAI, sendings
from demo.make_city.places import CITY_CODE, PLACE
from demo.make_city.plan_books import Plan, plans
from demo.make_city.progress import Progress
from demo.make_city.returns import Return, returns

SEED = 610900
_CITY_OFFICE = "安康市住房和城乡建设局"
_LEDGER_DAYS = (11, 12, 13, 14, 18, 19, 20, 21, 22, 25, 26, 27)  # of March 2019, in order
_SECOND_DAYS = (1, 2, 3, 4, 8, 9, 10, 11, 12, 15, 16, 17)  # of April 2019
_RENUMBERED_ON = date(2021, 2, 3)


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file with what the manifest says of it (来文)."""

    path: str
    kind: str
    county: str
    month: str
    year: int
    organisation: str
    effective_on: date
    recorded_at: datetime
    content: bytes
    authority: str = ""
    number: str = ""
    corrects: bool = False


@dataclass(frozen=True, slots=True)
class City:
    """The made city: what is true of it, and what was said of it."""

    seed: int
    rows: Mapping[str, Sequence[Row]]
    programme: Programme
    progress: Progress
    plans: Sequence[Plan]
    returns: Sequence[Return]

    @property
    def communities(self) -> list[Community]:
        """Return the communities as the register ends up having them."""
        return [row.community for rows in self.rows.values() for row in rows if not row.again]


def make(seed: int = SEED) -> City:
    """Make the city from its seed."""
    found = register(seed)
    rows = {shape.place: rows_of(seed, shape, found[shape.place]) for shape in SHAPES}
    chosen = programme(seed, found)
    progress = Progress(seed, chosen)
    filed = list(plans(chosen))
    told = returns(sendings(seed), chosen, progress)
    return City(seed, rows, chosen, progress, filed, told)


def arrivals(city: City) -> list[Arrival]:
    """Return the city's files in the order in which they arrive."""
    found = [*_ledgers(city.rows), *_plans(city.plans), *_returns(city.returns)]
    return sorted(found, key=lambda arrival: (arrival.recorded_at, arrival.path))


def _ledgers(rows: Mapping[str, Sequence[Row]]) -> Iterator[Arrival]:
    for n, shape in enumerate(SHAPES):
        place, mine = PLACE[shape.place], rows[shape.place]
        content = as_file(ledger(shape, mine, place.name), _ending(shape.file))
        sent = datetime(2019, 3, _LEDGER_DAYS[n], 9 + n % 8, 7 * n % 60, tzinfo=SHANGHAI)
        yield _ledger(f"ledgers/{shape.file}", "ledger", shape, sent, content)
        if any(row.in_second_file for row in mine):
            content = as_file(second_file(shape, mine, place.name), "xlsx")
            sent = datetime(2019, 4, _SECOND_DAYS[n], 10 + n % 7, 11 * n % 60, tzinfo=SHANGHAI)
            path = f"ledgers/补正/{place.name}补正表.xlsx"
            yield _ledger(path, "correction", shape, sent, content)


def _ledger(path: str, kind: str, shape: Shape, sent: datetime, content: bytes) -> Arrival:
    place = PLACE[shape.place]
    return Arrival(
        path, kind, place.code, f"{sent:%Y-%m}", 2019, place.bureau, sent.date(), sent, content
    )


def _plans(filed: Sequence[Plan]) -> Iterator[Arrival]:
    for plan in filed:
        yield Arrival(
            path=f"plans/{plan.file}",
            kind="plan",
            county=CITY_CODE,
            month=f"{plan.recorded_at:%Y-%m}",
            year=plan.cohort,
            organisation=_CITY_OFFICE,
            effective_on=plan.filed_on,
            recorded_at=plan.recorded_at,
            content=as_file([plan_books.sheet(plan)], "xlsx"),
            authority=plan.authority,
            number=plan.number,
        )


def _returns(told: Sequence[Return]) -> Iterator[Arrival]:
    for each in told:
        sending, place = each.sending, PLACE[each.sending.place]
        name = return_books.file_name(each)
        renumbered = place.key == "xunyang" and sending.effective_on >= _RENUMBERED_ON
        yield Arrival(
            path=f"returns/{sending.month}/{name}",
            kind="return",
            county="610981" if renumbered else place.code,
            month=sending.month,
            year=int(sending.month[:4]),
            organisation=place.bureau.replace("旬阳县", "旬阳市") if renumbered else place.bureau,
            effective_on=sending.effective_on,
            recorded_at=sending.recorded_at,
            content=as_file([return_books.sheet(each)], _ending(name)),
            corrects=sending.corrects,
        )


def _ending(file: str) -> str:
    return file.rpartition(".")[2]
