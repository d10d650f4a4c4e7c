"""Each county's monthly return on its way up (月报流转): sent, verified, sent back, accepted, corrected.

In time as a rule; late where a county's figures came late; after the month was closed only as a
correction, with its reason. Who verifies is never who sent.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from demo.make_city.city import City
from demo.make_city.months import SHANGHAI, Sending
from demo.make_city.places import PLACE

CLOSED_ON, CLOSED_AT = 5, time(18)
_PLANNED_SINCE = {2019: date(2019, 4, 24), 2020: date(2020, 5, 26), 2021: date(2021, 2, 25)}
"""When a cohort's plan was on file, so that its counties owe a return for the month."""
_BACK = {
    ("ziyang", "2019-12"): "完成户数比上月少了2户，请核对",
    ("hanbin", "2020-04"): "有一个项目完成投资大于到位资金，请附付款凭证",
    ("xunyang", "2020-07"): "完工日期与监理月报不一致，请核对",
    ("baihe", "2020-08"): "漏了上月完工的一个小区",
    ("pingli", "2020-10"): "到位资金与财政拨款单对不上",
    ("hanyin", "2020-12"): "开工数与现场照片不符，请逐个核对",
    ("hanbin", "2021-02"): "户数与台账不一致，请核对",
}
_CORRECTED = {
    ("ziyang", "2020-09"): "完成户数多报36户，以本次为准",
    ("xunyang", "2020-10"): "完成投资多报126万元，以本次为准",
}
_MISSED = "封账前没有报出，现补报"


@dataclass(frozen=True, slots=True)
class ReturnMove:
    """One move of a county's return (报送记录); the county is named by its code of that day."""

    at: datetime
    county: str
    month: str
    kind: str
    words: str = ""


def moves(city: City) -> list[ReturnMove]:
    """Return every move in the order in which they were made."""
    rng = Random(f"{city.seed}/moves")
    first = [told.sending for told in city.returns if told.lines and not told.sending.corrects]
    found = [move for sending in first if _is_owed(city, sending) for move in _way(sending, rng)]
    for told in city.returns:
        if told.sending.corrects:
            words = _CORRECTED[told.sending.place, told.sending.month]
            begun = told.sending.recorded_at + timedelta(minutes=25)
            found += _upward(told.sending, begun, "correct", words, rng)
    return sorted(found, key=lambda move: (move.at, move.county, move.kind))


def _is_owed(city: City, sending: Sending) -> bool:
    """Say whether a county had a plan on file by the month's end."""
    last = _first_of_next(sending.month) - timedelta(days=1)
    return any(
        site.place == sending.place and site.approved_on is not None and _in_plan(site.cohort, last)
        for site in city.programme.everyone()
        if site.approved_on is not None and site.approved_on <= last
    )


def _in_plan(cohort: int, day: date) -> bool:
    return _PLANNED_SINCE[cohort] <= day


def _way(sending: Sending, rng: Random) -> Iterator[ReturnMove]:
    begin = datetime.combine(_first_of_next(sending.month), time(8, 40), SHANGHAI)
    begun = max(begin + _while(rng, 1, 24), sending.recorded_at + _while(rng, 1, 3))
    closed = datetime.combine(
        _first_of_next(sending.month).replace(day=CLOSED_ON), CLOSED_AT, SHANGHAI
    )
    words = _BACK.get((sending.place, sending.month))
    if _at_work(begun) >= closed:
        yield from _upward(sending, begun, "correct", _MISSED, rng)
    elif words:
        back = _at_work(_at_work(begun) + _while(rng, 1, 4))
        yield _move(sending, _at_work(begun), "submit")
        yield _move(sending, back, "send_back", words)
        again = back + _while(rng, 1, 5)
        if _at_work(again) >= closed:
            yield from _upward(sending, again, "correct", _MISSED, rng)
        else:
            yield from _upward(sending, again, "submit", "", rng)
    else:
        yield from _upward(sending, begun, "submit", "", rng)


def _upward(
    sending: Sending, begun: datetime, kind: str, words: str, rng: Random
) -> Iterator[ReturnMove]:
    at = _at_work(begun)
    yield _move(sending, at, kind, words)
    for later in ("verify", "accept"):
        at = _at_work(at + _while(rng, 1, 9))
        yield _move(sending, at, later)


def _move(sending: Sending, at: datetime, kind: str, words: str = "") -> ReturnMove:
    place = PLACE[sending.place]
    renumbered = place.key == "xunyang" and at.date() >= date(2021, 2, 3)
    return ReturnMove(at, "610981" if renumbered else place.code, sending.month, kind, words)


def _while(rng: Random, least: int, most: int) -> timedelta:
    return timedelta(minutes=rng.randint(60 * least, 60 * most))


def _at_work(moment: datetime) -> datetime:
    """Return the moment, or the next morning's same minute where it lies outside office hours."""
    if time(8, 30) <= moment.timetz().replace(tzinfo=None) <= time(17, 40):
        return moment
    day = moment.date() + timedelta(days=moment.hour >= 12)
    return datetime.combine(day, time(8 + moment.minute % 3, 31 + moment.minute % 28), SHANGHAI)


def _first_of_next(month: str) -> date:
    year, number = map(int, month.split("-"))
    return date(year + number // 12, number % 12 + 1, 1)


def as_toml(found: Sequence[ReturnMove]) -> str:
    """Return the moves as TOML."""
    lines = ["# 月报流转：哪天谁报了、审了、退了、收了、更正了，按时间排列."]
    for move in found:
        lines += [
            "",
            "[[move]]",
            f"at = {move.at.isoformat()}",
            f'county = "{move.county}"',
            f'month = "{move.month}"',
            f'kind = "{move.kind}"',
        ]
        if move.words:
            lines.append(f'words = "{move.words}"')
    return "\n".join(lines) + "\n"
