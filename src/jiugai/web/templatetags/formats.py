"""How numbers, days and moments are printed (screens: 数字与日期).

Rounding is done in ``domain.quantities``, here only printed. Zero is ``0``, none is ``—``, unknown
is 未定 with its reason: the three are never mixed.
"""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.utils.html import format_html
from django.utils.timezone import localtime

from jiugai.domain import quantities
from jiugai.domain.calendar import Month, in_prose

NONE = "—"


# --- Numbers ------------------------------------------------------------------------------


def grouped(number: int | Decimal) -> str:
    """Return a number with thousands signs and the true minus."""
    return f"{number:,}".replace("-", "−")


def thousands(value: int | Decimal | None) -> str:
    """``1085`` → ``1,085``; none → ``—``. Years are printed plain, without this filter."""
    return NONE if value is None else grouped(value)


def wan(fen: int | None, decimals: int = 1) -> str:
    """分 → 万元: ``428000000`` → ``428.0``; the unit stands in the head."""
    return NONE if fen is None else grouped(quantities.wan_yuan(fen, decimals))


def yuan(fen: int | None) -> str:
    """分 → 元, for households: ``120000`` → ``1,200``; fen only where there are any."""
    if fen is None:
        return NONE
    amount = quantities.yuan(fen)
    return grouped(int(amount) if amount == int(amount) else amount)


def m2(dm2: int | None, decimals: int = 0) -> str:
    """dm² → ㎡: ``1183000`` → ``11,830``, rounded half up."""
    if dm2 is None:
        return NONE
    return grouped(quantities.round_half_up(Fraction(dm2, quantities.DM2_PER_M2), decimals))


def rate(share: Fraction | None, decimals: int = 1) -> str:
    """A share as a figure with a small sign: ``2/45`` → ``4.4%``, the ``%`` in small type."""
    if share is None:
        return NONE
    return format_html('{}<span class="percent">%</span>', rate_number(share, decimals))


def rate_text(share: Fraction | None, decimals: int = 1) -> str:
    """A share as plain text: ``4.4%``."""
    return NONE if share is None else quantities.percent(share, decimals).replace("-", "−")


def rate_number(share: Fraction | None, decimals: int = 1) -> str:
    """A share for a column headed ``率 %``: ``4.4``."""
    return NONE if share is None else grouped(quantities.round_half_up(share * 100, decimals))


def points(change: Fraction | None, decimals: int = 1) -> str:
    """A change in percentage points for a column so headed: ``+2.2``, ``−1.0``, ``持平``."""
    return NONE if change is None else quantities.points(change, decimals)


def points_text(change: Fraction | None, decimals: int = 1) -> str:
    """A change within a sentence: ``+2.2 个百分点``, or ``持平``."""
    shown = points(change, decimals)
    return shown if shown in ("持平", NONE) else f"{shown} 个百分点"


def size(octets: int | None) -> str:
    """The size of a file: ``831488`` → ``812 kB``."""
    if octets is None:
        return NONE
    if octets < 1024:
        return f"{octets} B"
    if octets < 1024**2:
        return f"{quantities.round_half_up(Fraction(octets, 1024), 0)} kB"
    return f"{quantities.round_half_up(Fraction(octets, 1024**2), 1)} MB"


# --- Days and moments -----------------------------------------------------------------------


def day(value: date | None, missing: str = NONE) -> str:
    """``2020-11-03`` in a ``<time>``; ``{{ due_on|day:"未定" }}`` says what a missing day means."""
    if value is None:
        return missing
    text = value.strftime("%Y-%m-%d")
    return format_html('<time datetime="{}">{}</time>', text, text)


def day_in(value: date | None, year: int) -> str:
    """``11-03`` in lists of the year given, the whole date outside it."""
    if value is None or value.year != year:
        return day(value)
    return format_html(
        '<time datetime="{}">{}</time>', value.strftime("%Y-%m-%d"), value.strftime("%m-%d")
    )


def day_prose(value: date) -> str:
    """``2020年11月3日``, as official prose writes it."""
    return in_prose(value)


def month_prose(value: Month) -> str:
    """``2020年10月``."""
    return value.in_prose


def moment(value: datetime | None) -> str:
    """``2020-11-05 18:00``, Beijing time."""
    return _moment(value, "%Y-%m-%d %H:%M")


def moment_short(value: datetime | None) -> str:
    """``11-05 18:00``: in lists whose year is plain."""
    return _moment(value, "%m-%d %H:%M")


def _moment(value: datetime | None, form: str) -> str:
    if value is None:
        return NONE
    here = localtime(value)
    return format_html(
        '<time datetime="{}">{}</time>', here.isoformat(timespec="minutes"), here.strftime(form)
    )


def days_left(days: int | None) -> str:
    """``3`` → ``剩 3 天``; a deadline that the document does not give is 未定, never invented."""
    if days is None:
        return "未定"
    if days == 0:
        return "今天到期"
    return f"剩 {days} 天" if days > 0 else f"逾期 {-days} 天"


FILTERS = (
    thousands,
    wan,
    yuan,
    m2,
    rate,
    rate_text,
    rate_number,
    points,
    points_text,
    size,
    day,
    day_in,
    day_prose,
    month_prose,
    moment,
    moment_short,
    days_left,
)
