"""Which month is to be closed next."""

from jiugai.domain.calendar import Month
from jiugai.storage.reporting.queries import closes


def next_month() -> Month:
    """Return the month after the last closed."""
    return closes()[-1].month.next
