"""Each measure as a table that the office could have written, on every engine.

One story: county 1 has 桥头 (A) and 河滨 (B), which are one project, and 北街 (C); county 2 has
新村 (D). A, B, C, D are filed; later C leaves the list and E enters it without being filed.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import psycopg
import pytest

from jiugai.analytics.duckdb_engine import Engine
from jiugai.domain.facts import Horizon
from jiugai.domain.programme.plans import Sizes
from jiugai.domain.reporting.history import (
    Entry,
    Filing,
    FilingLine,
    Flow,
    History,
    Reading,
    Site,
    Step,
)
from jiugai.domain.reporting.indicators import Basis, Counts, count, figures, in_force, summed
from jiugai.exchange.measure_files import all_measures
from tests.analytics.histories import arrow_tables, load
from tests.analytics.test_engines_agree import by_postgres

LIST = 7
SITES = {
    "A": Site(1, 10, 1),
    "B": Site(2, 10, 1),
    "C": Site(3, 30, 1),
    "D": Site(4, 40, 2),
    "E": Site(5, 50, 2),
}
# 户, 栋, ㎡, 万元
SIZES = {"A": (100, 5, 8000, 400), "B": (50, 2, 4000, 200), "C": (30, 1, 2500, 90)}
SIZES |= {"D": (200, 8, 15000, 900), "E": (60, 3, 5000, 240)}

STORY = """
  # | seq | on         | site | says
  1 |  1  | 2020-01-10 | A    | enters
  2 |  1  | 2020-01-10 | B    | enters
  3 |  1  | 2020-01-10 | C    | enters
  4 |  1  | 2020-01-10 | D    | enters
  5 |  2  | 2020-01-20 | ABCD | filed
  6 |  3  | 2020-03-05 | A    | starts
  7 |  3  | 2020-03-05 | D    | starts
  8 |  4  | 2020-03-31 | A    | invested 100
  9 |  4  | 2020-03-31 | D    | invested 300
 10 |  4  | 2020-03-10 | A    | received 300
 11 |  4  | 2020-03-20 | A    | paid 120
 12 |  5  | 2020-03-25 | D    | received 500
 13 |  6  | 2020-04-20 | D    | starts, not 7
 14 |  7  | 2020-04-25 | A    | paid -20
 15 |  8  | 2020-04-30 | A    | completes
 16 |  8  | 2020-04-30 | A    | invested 390
 17 |  9  | 2020-05-06 | C    | leaves
 18 |  9  | 2020-05-06 | E    | enters
 19 | 10  | 2020-05-10 | E    | starts
 20 | 10  | 2020-05-12 | B    | starts
 21 | 11  | 2020-05-20 | A    | accepted
 22 | 12  | 2020-05-20 | A    | nothing, not 21
 23 | 13  | 2020-05-31 | ABD  | filed, not 5
 24 | 14  | 2020-05-31 | A    | invested 380, not 16
"""

EXPECTED = {
    "start_rate": """
  on         | seq | county | basis       | share
  2020-03-04 |  5  | 1      | communities | 0/3
  2020-03-31 |  5  | 1      | communities | 1/3
  2020-03-31 |  5  | 2      | communities | 1/1
  2020-03-31 |  6  | 2      | communities | 0/1
  2020-04-30 |  6  | 2      | households  | 200/200
  2020-05-31 | 12  | 1      | communities | 2/3
  2020-05-31 | 12  | 1      | buildings   | 7/8
  2020-05-31 | 12  | 1      | area        | 1200000/1450000
  2020-05-31 | 12  | 2      | communities | 2/1
  2020-05-31 | 12  | 2      | households  | 260/200
  2020-05-31 | 13  | 1      | communities | 2/2
  2020-05-30 | 13  | 1      | communities | 2/0
  2020-05-31 | 12  | all    | communities | 4/4
""",
    "completion_rate": """
  on         | seq | county | basis       | share
  2020-04-29 | 14  | 1      | communities | 0/0
  2020-04-30 |  8  | 1      | communities | 1/3
  2020-04-30 |  8  | 1      | households  | 100/180
  2020-05-31 | 14  | 1      | area        | 800000/1200000
""",
    "acceptance_rate": """
  on         | seq | county | basis       | share
  2020-05-31 | 11  | 1      | communities | 1/3
  2020-05-31 | 11  | 1      | buildings   | 5/8
  2020-05-31 | 12  | 1      | communities | 0/3
""",
    "investment_rate": """
  on         | seq | county | basis | share
  2020-03-31 |  5  | 1      | fen   | 100/690
  2020-03-31 |  5  | 2      | fen   | 300/900
  2020-04-30 |  8  | 1      | fen   | 390/690
  2020-04-30 | 14  | 1      | fen   | 100/0
  2020-05-31 | 14  | 1      | fen   | 380/600
  2020-05-31 | 14  | all    | fen   | 680/1500
""",
    "funding_rate": """
  on         | seq | county | basis | share
  2020-03-09 |  5  | 1      | fen   | 0/690
  2020-03-31 |  5  | 1      | fen   | 300/690
  2020-03-31 |  5  | 2      | fen   | 500/900
  2020-05-31 | 14  | 1      | fen   | 300/600
""",
    "payment_rate": """
  on         | seq | county | basis | share
  2020-03-09 |  5  | 1      | fen   | 0/0
  2020-03-31 |  5  | 1      | fen   | 120/300
  2020-04-30 |  7  | 1      | fen   | 100/300
  2020-04-30 |  7  | 2      | fen   | 0/500
""",
}
FEN = 1_000_000  # the story speaks of 万元


def cells(table: str) -> Iterator[list[str]]:
    """Return the rows of an ASCII table without its heading."""
    for line in table.strip().splitlines()[1:]:
        yield [cell.strip() for cell in line.split("|")]


def sizes(site: str) -> Sizes:
    households, buildings, area, investment = SIZES[site]
    return Sizes(households, buildings, area * 100, investment * FEN)


def told(story: str) -> History:
    """Return the story as facts."""
    facts: dict[str, list[Any]] = {
        kind: [] for kind in ("entries", "filings", "lines", "steps", "readings", "flows")
    }
    steps = {"starts": 60, "completes": 70, "accepted": 80}
    for number, seq, on, who, says in cells(story):
        what, _, corrects = says.partition(", not ")
        verb, _, amount = what.partition(" ")
        of_21 = verb == "nothing"
        common = {
            "id": int(number),
            "seq": int(seq),
            "effective_on": date.fromisoformat(on),
            "replaces": int(corrects) if corrects else None,
            "withdrawn": of_21,
        }
        if verb == "filed":
            facts["filings"].append(Filing(**common, list_id=LIST))
            facts["lines"] += [FilingLine(int(number), SITES[s].id, sizes(s)) for s in who]
        elif verb in ("enters", "leaves"):
            entry = Entry(
                **common,
                list_id=LIST,
                site_id=SITES[who].id,
                is_in=verb == "enters",
                sizes=sizes(who),
            )
            facts["entries"].append(entry)
        elif verb in steps or of_21:
            step = steps["accepted" if of_21 else verb]
            facts["steps"].append(Step(**common, site_id=SITES[who].id, step=step))
        elif verb == "invested":
            value = int(amount) * FEN
            reading = Reading(**common, site_id=SITES[who].id, indicator=1, value=value)
            facts["readings"].append(reading)
        else:
            flow = Flow(
                **common,
                project_id=SITES[who].project_id,
                source=1,
                kind={"received": 2, "paid": 3}[verb],
                amount_fen=int(amount) * FEN,
            )
            facts["flows"].append(flow)
    return History(sites=tuple(SITES.values()), **{kind: tuple(f) for kind, f in facts.items()})


Ask = Callable[[Horizon], list[Counts]]


@pytest.fixture(params=["reference", "duckdb", "postgresql"])
def ask(request: pytest.FixtureRequest) -> Ask:
    """Return one engine that holds the story."""
    history = told(STORY)
    if request.param == "reference":
        return lambda horizon: count(history, horizon)
    if request.param == "duckdb":
        engine = Engine()
        engine.admit(arrow_tables(history), city=610900, high=14)
        return lambda horizon: engine.series(610900, [horizon])[0]
    spine: psycopg.Connection = request.getfixturevalue("spine")
    load(spine, [history], range(1, 15))
    return lambda horizon: by_postgres(spine, horizon)


@pytest.mark.parametrize("code", EXPECTED)
def test_is_counted_as_the_table_says(ask: Ask, code: str) -> None:
    measure = in_force(all_measures(), date(2020, 11, 3))[code]

    for on, seq, county, basis, share in cells(EXPECTED[code]):
        counted = figures(ask(Horizon(date.fromisoformat(on), int(seq))), [measure])
        mine = [
            figure
            for figure in counted
            if figure.basis == Basis(basis) and county in ("all", str(figure.county_id))
        ]
        unit = FEN if basis == "fen" else 1
        expected = tuple(int(number) * unit for number in share.split("/"))
        assert summed(mine) == expected, (on, seq, county, basis)


def test_every_measure_has_its_table() -> None:
    assert set(EXPECTED) == {measure.code for measure in all_measures()}
