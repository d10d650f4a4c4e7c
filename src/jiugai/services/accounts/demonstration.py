"""Sign-ins of the demo city (演示账号): known to everybody, so never beside accounts of people."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from jiugai.domain.divisions import LOCAL_UNIT, Level
from jiugai.services.accounts.refusals import NotADemo
from jiugai.services.actor import PostKind
from jiugai.services.organisations import OrganisationKind
from jiugai.storage.accounts import entries, queries
from jiugai.storage.divisions import queries as divisions
from jiugai.storage.divisions.queries import DivisionRow
from jiugai.storage.unit_of_work import unit_of_work

PREFIX = "demo-"


@dataclass(frozen=True, slots=True)
class DemoSignIn:
    """A sign-in that is printed when the demo starts."""

    username: str
    password: str
    label: str
    kind: PostKind


@dataclass(frozen=True, slots=True)
class _Seat:
    name: str
    organisation: str
    organisation_kind: OrganisationKind
    division_id: int
    title: str
    kind: PostKind

    @property
    def username(self) -> str:
        return f"{PREFIX}{self.name}"

    @property
    def sign_in(self) -> DemoSignIn:
        return DemoSignIn(
            username=self.username,
            password=f"{self.username}-2020",
            label=f"{self.organisation} {self.title}",
            kind=self.kind,
        )


def load_demo_accounts(*, city_id: int, day: date, since: date) -> tuple[DemoSignIn, ...]:
    """Make the demo city's organisations, posts and sign-ins; return them, city posts first.

    Asked again, it adds nothing and returns the same.

    :param day: the day whose names of divisions the organisations bear.
    :param since: the day from which the posts are held.
    :raises NotADemo: if accounts other than the demo's are on file.
    """
    seats = tuple(_seats(city_id, day))
    on_file = queries.usernames()
    if any(not username.startswith(PREFIX) for username in on_file):
        raise NotADemo("库里已有正式账号，不能装入演示账号：演示密码人人皆知。")
    missing = [seat for seat in seats if seat.username not in on_file]
    if missing:
        with unit_of_work(
            verb="accounts.load_demo", user_id=0, post_id=0, subject=f"{len(missing)} 个演示账号"
        ):
            _enter(missing, day=day, since=since)
    return tuple(seat.sign_in for seat in seats)


def demo_sign_ins(*, city_id: int, day: date) -> tuple[DemoSignIn, ...]:
    """Return the demo's sign-ins that are on file, city posts first."""
    on_file = queries.usernames()
    return tuple(seat.sign_in for seat in _seats(city_id, day) if seat.username in on_file)


def _enter(seats: list[_Seat], *, day: date, since: date) -> None:
    offices = {office.name: office.id for office in queries.organisations(day=day)}
    for seat in seats:
        if seat.organisation not in offices:
            offices[seat.organisation] = entries.organisation(
                name=seat.organisation,
                kind=seat.organisation_kind.value,
                division_id=seat.division_id,
            )
        post = entries.post(
            organisation_id=offices[seat.organisation], title=seat.title, kind=seat.kind.value
        )
        user = entries.account(
            username=seat.username, label=seat.sign_in.label, password=seat.sign_in.password
        )
        entries.appointment(user_id=user, post_id=post, since=since)


def _seats(city_id: int, day: date) -> Iterator[_Seat]:
    city = divisions.by_id(city_id, day=day)
    yield from _city_seats(city)
    counties = sorted(
        divisions.children(city.id, day=day),
        key=lambda county: (LOCAL_UNIT.fullmatch(county.code) is not None, county.code),
    )
    for county in counties:
        yield _Seat(
            f"tianbao-{county.code.lower()}",
            f"{county.name}住建局",
            OrganisationKind.BUREAU,
            county.id,
            "填报岗",
            PostKind.COUNTY_FILER,
        )
    for county in counties:
        yield _Seat(
            f"shenhe-{county.code.lower()}",
            f"{county.name}住建局",
            OrganisationKind.BUREAU,
            county.id,
            "审核岗",
            PostKind.COUNTY_REVIEWER,
        )
    yield from _grassroots_seats(counties, day)


def _city_seats(city: DivisionRow) -> Iterator[_Seat]:
    office, kinds = f"{city.name}改造办", OrganisationKind
    yield _Seat("zonghe", office, kinds.CITY_OFFICE, city.id, "综合岗", PostKind.CITY_CLERK)
    yield _Seat("fuzeren", office, kinds.CITY_OFFICE, city.id, "负责人", PostKind.CITY_HEAD)
    yield _Seat(
        "caizheng", f"{city.name}财政局", kinds.FINANCE_OFFICE, city.id, "财政岗", PostKind.FINANCE
    )
    yield _Seat(
        "fuhe", f"{city.name}财政局", kinds.FINANCE_OFFICE, city.id, "复核岗", PostKind.FINANCE
    )
    yield _Seat(
        "shenji", f"{city.name}审计局", kinds.AUDIT_OFFICE, city.id, "督查岗", PostKind.AUDITOR
    )
    yield _Seat(
        "guanli",
        f"{city.name}信息中心",
        kinds.INFORMATION_CENTRE,
        city.id,
        PostKind.ADMINISTRATOR.title,
        PostKind.ADMINISTRATOR,
    )
    yield _Seat(
        "shigong", f"{city.name}示例建筑公司", kinds.FIRM, city.id, "项目部", PostKind.CONTRACTOR
    )


def _grassroots_seats(counties: Sequence[DivisionRow], day: date) -> Iterator[_Seat]:
    """Yield a street and a neighborhood: those that come first in the first county that has any."""
    for county in counties:
        for street in divisions.children(county.id, day=day):
            if street.level is not Level.SUBDISTRICT:
                continue
            yield _Seat(
                "jiedao",
                f"{county.name}{street.name}",
                OrganisationKind.SUBDISTRICT_OFFICE,
                street.id,
                "城建岗",
                PostKind.STREET,
            )
            for neighborhood in divisions.children(street.id, day=day)[:1]:
                yield _Seat(
                    "shequ",
                    f"{county.name}{street.name}{neighborhood.name}",
                    OrganisationKind.RESIDENTS_COMMITTEE,
                    neighborhood.id,
                    "社区岗",
                    PostKind.NEIGHBORHOOD,
                )
            return
