"""The rhythm of the returns (月报节奏): which county sent which month's return, and when it was recorded."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from random import Random

from demo.make_city.places import PLACES

SHANGHAI = timezone(timedelta(hours=8))
FIRST, LAST = (2019, 4), (2021, 3)
_OFFICE_HOURS = (8 * 60 + 35, 17 * 60 - 5)

# Recorded at another time than one of the usual days.
_RECORDED = {
    ("hanyin", "2020-08"): "2020-08-31T10:20",
    ("hanyin", "2020-09"): "2020-09-28T16:40",
    ("langao", "2020-09"): "2020-10-16T15:32",  # late, and the same as August's
    ("hanyin", "2020-10"): "2020-10-26T10:05",
    ("xunyang", "2020-10"): "2020-10-28T11:18",
    ("shiquan", "2020-10"): "2020-10-30T09:12",
    ("hanbin", "2020-10"): "2020-11-02T15:46",
    ("hengkou", "2020-10"): "2020-11-05T16:50",
    ("langao", "2019-12"): "2020-01-14T09:40",
    ("baihe", "2020-04"): "2020-05-13T17:05",
    ("ziyang", "2020-07"): "2020-08-12T10:12",
    ("baihe", "2021-01"): "2021-02-09T16:20",
}
# Only three offices sent a return in the month of the epidemic; some forgot one besides.
_SENT_IN_FEBRUARY_2020 = {"hanbin", "shiquan", "gaoxin"}
_FORGOTTEN = {("ziyang", "2019-09"), ("langao", "2019-10"), ("gaoxin", "2020-03")}
EMPTY = {("hengkou", "2019-05"), ("hengkou", "2019-06"), ("hengkou", "2019-09")}
"""Returns without a row: the unit has no project yet and says so."""

CORRECTIONS = {
    ("ziyang", "2020-09"): "2020-10-20T15:11",
    ("xunyang", "2020-10"): "2020-11-17T09:26",
}
"""Returns sent a second time with a figure put right, and when."""


@dataclass(frozen=True, slots=True)
class Sending:
    """One return as it was sent (报送).

    Attributes:
      month: ``2020-10``.
      effective_on: up to which day it tells.
      corrects: whether it is sent for the second time.
    """

    place: str
    month: str
    recorded_at: datetime
    effective_on: date
    corrects: bool = False


def sendings(seed: int) -> Iterator[Sending]:
    """Yield the returns of the 24 months, county by county within a month."""
    rng = Random(f"{seed}/months")
    year, month = FIRST
    while (year, month) <= LAST:
        name = f"{year}-{month:02d}"
        first_of_next = date(year + month // 12, month % 12 + 1, 1)
        for place in PLACES:
            recorded = _recorded(place.key, name, first_of_next, rng)
            if name == "2020-02" and place.key not in _SENT_IN_FEBRUARY_2020:
                continue
            if (place.key, name) in _FORGOTTEN:
                continue
            until = min(recorded.date(), first_of_next - timedelta(days=1))
            yield Sending(place.key, name, recorded, until)
            if (place.key, name) in CORRECTIONS:
                again = _at(CORRECTIONS[place.key, name])
                yield Sending(place.key, name, again, until, corrects=True)
        year, month = first_of_next.year, first_of_next.month


def _recorded(place: str, month: str, first_of_next: date, rng: Random) -> datetime:
    first, last = first_of_next - timedelta(days=4), first_of_next + timedelta(days=4)
    if month == "2020-12":
        first = date(2020, 12, 31)  # the year's end is waited for
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    day = rng.choice([each for each in days if each.weekday() < 5])
    minutes = rng.randint(*_OFFICE_HOURS)
    drawn = datetime.combine(day, time(minutes // 60, minutes % 60), SHANGHAI)
    told = _RECORDED.get((place, month))
    return _at(told) if told else drawn


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)
