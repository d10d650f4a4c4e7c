"""The office's calendar (期): reporting months, deadlines, days left."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A reporting month (报告期), such as 2020-10."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not 1 <= self.month <= 12 or not 1900 <= self.year <= 2100:
            raise ValueError(f"no such month: {self.year}-{self.month}")

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Read ``2020-10``.

        :raises ValueError: if the text is not a year and a month in ASCII digits.
        """
        year, dash, month = text.partition("-")
        if not (dash and text.isascii() and year.isdigit() and month.isdigit()):
            raise ValueError(f"not a month: {text!r}")
        if len(year) != 4 or len(month) != 2:
            raise ValueError(f"not a month: {text!r}")
        return cls(int(year), int(month))

    @classmethod
    def of(cls, day: date) -> "Month":
        """Return the month in which a day lies."""
        return cls(day.year, day.month)

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    @property
    def next(self) -> "Month":
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    @property
    def previous(self) -> "Month":
        return Month.of(self.first_day - timedelta(days=1))

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02d}"

    @property
    def in_prose(self) -> str:
        """Return the month as official prose writes it: ``2020年10月``."""
        return f"{self.year}年{self.month}月"


def months_between(first: Month, last: Month) -> list[Month]:
    """Return the months from ``first`` to ``last``, both included."""
    many = (last.year - first.year) * 12 + last.month - first.month + 1
    counted = range(first.month - 1, first.month - 1 + many)
    return [Month(first.year + n // 12, n % 12 + 1) for n in counted]


def in_prose(day: date) -> str:
    """Return a day as official prose writes it: ``2020年11月3日``, no leading zeros (GB/T 9704)."""
    return f"{day.year}年{day.month}月{day.day}日"


def days_left(due_on: date, today: date) -> int:
    """Return the days from today to a deadline; negative once it has passed."""
    return (due_on - today).days


def a_month_before(day: date) -> date:
    """Return the day with which "on last month" compares: a month's end with the end before it.

    >>> a_month_before(date(2020, 11, 3)), a_month_before(date(2020, 11, 30))
    (datetime.date(2020, 10, 3), datetime.date(2020, 10, 31))
    """
    month, before = Month.of(day), Month.of(day).previous
    if day == month.last_day:
        return before.last_day
    return before.first_day + timedelta(days=min(day.day, before.last_day.day) - 1)


def months_after(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day where it has no such day.

    >>> months_after(date(2020, 8, 31), 3), months_after(date(2020, 3, 15), 12)
    (datetime.date(2020, 11, 30), datetime.date(2021, 3, 15))
    """
    years, month = divmod(day.month - 1 + months, 12)
    found = Month(day.year + years, month + 1)
    return found.first_day + timedelta(days=min(day.day, found.last_day.day) - 1)
