"""Checks of a special bond's calendar (专项债期限与付息核对): term, days of payment, the next one.

Holidays move a payment to a later day by calendars that no form prints; a day that may have been
moved so stays unknown.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from jiugai.domain.funding.bond_form import BondCheck, BondField, BondForm, Printed

F = BondField
_MONTHS = 12
_LONGEST_HOLIDAY = 9
_MONTH_DAY = re.compile(r"(\d{1,2})月(\d{1,2})日", re.ASCII)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)", re.ASCII)
_DAY_IN_ADDRESS = re.compile(r"(?<!\d)(20\d\d)(\d\d)(\d\d)(?!\d)", re.ASCII)
_WAYS = (
    (1, "一年一次", re.compile("(?:一年|每年|年)(?:付息)?(?:一|1)次|按年付息")),
    (2, "半年一次", re.compile("半年|(?:一年|每年)(?:付息)?(?:两|二|2)次")),
    (4, "一季一次", re.compile("季度?|(?:一年|每年)(?:付息)?(?:四|4)次")),
)


def check_calendar(form: BondForm, payment: BondForm) -> tuple[BondCheck, ...]:
    """Return the checks that need the project's row of the table of payments."""
    return (
        term(form, payment),
        term_years(form, payment),
        payment_days(payment),
        payment_frequency(payment),
        next_payment(form, payment),
        reminder_days(form, payment),
        operation_covers_term(form, payment),
    )


def unchecked(because: str) -> tuple[BondCheck, ...]:
    """Return the same checks of a project that has no such row: unknown, with the reason."""
    return tuple(
        BondCheck(code, title, None, None, None, because) for code, title in TITLES.items()
    )


def term(form: BondForm, payment: BondForm) -> BondCheck:
    """到期日 ＝ 起息日 ＋ 期限."""
    stated, begun = payment.at(F.MATURES_ON), payment.at(F.VALUE_ON).day
    years = _years(form, payment)
    if begun is None or years is None:
        return _check("term", stated, None, None, "没有起息日或整年的期限，到期日算不出来。")
    matures = _later(begun, years * _MONTHS)
    sum_of = f"起息日 {begun} 加 {years} 年是 {matures}"
    if stated.day is None:
        return _check("term", stated, str(matures), None, f"{sum_of}，没有公布到期日可比。")
    agrees = stated.day == matures
    said = "相同" if agrees else "不同"
    return _check(
        "term", stated, str(matures), agrees, f"{sum_of}，与公布的到期日 {stated.day} {said}。"
    )


def term_years(form: BondForm, payment: BondForm) -> BondCheck:
    """The two tables give one term."""
    stated, other = form.at(F.TERM_YEARS), payment.at(F.TERM_YEARS)
    if stated.value is None or other.value is None:
        because = "信息表和付息日表没有都写期限，无从比较。"
        return _check("term_years", stated, other.text or None, None, because)
    agrees = stated.value == other.value
    said = "一致" if agrees else "不一致"
    because = f"信息表写 {stated.text} 年，付息日表写 {other.text} 年，{said}。"
    return _check("term_years", stated, other.text, agrees, because)


def payment_days(payment: BondForm) -> BondCheck:
    """The days of payment fall on that of the beginning, evenly through the year."""
    stated, begun = payment.at(F.PAYMENT_DAYS), payment.at(F.VALUE_ON).day
    listed = _listed(stated)
    if begun is None or not listed or _MONTHS % len(listed):
        because = "没有起息日，或没有写清每年的付息日，推不出来。"
        return _check("payment_days", stated, None, None, because)
    days = sorted(_month_days(begun, len(listed)))
    shown = "、".join(f"{month}月{day}日" for month, day in days)
    agrees = all(any(_same(one, other) for other in days) for one in listed)
    said = "相同" if agrees else "不同"
    because = (
        f"从起息日 {begun} 起每年付 {len(listed)} 次应在 {shown}，与公布的“{stated.text}”{said}。"
    )
    return _check("payment_days", stated, shown, agrees, because)


def payment_frequency(payment: BondForm) -> BondCheck:
    """What is said of how often is what the days come to."""
    stated = payment.at(F.PAYMENT_DAYS)
    listed = _listed(stated)
    times = {number: word for number, word, _ in _WAYS}
    said = next((n for n, _, pattern in _WAYS if pattern.search(stated.text)), None)
    counted = times.get(len(listed))
    if said is None or counted is None:
        because = "没有同时写明多久付一次和每年哪几天，无从比较。"
        return BondCheck(
            "payment_frequency", TITLES["payment_frequency"], None, counted, None, because
        )
    agrees = said == len(listed)
    because = f"写的是{times[said]}，列出的付息日每年 {len(listed)} 个，{'一致' if agrees else '不一致'}。"
    return BondCheck(
        "payment_frequency", TITLES["payment_frequency"], times[said], counted, agrees, because
    )


def next_payment(form: BondForm, payment: BondForm) -> BondCheck:
    """The next day of payment is one of the calendar."""
    stated, begun = payment.at(F.NEXT_PAYMENT), payment.at(F.VALUE_ON).day
    listed = _listed(payment.at(F.PAYMENT_DAYS))
    if begun is None or not listed or _MONTHS % len(listed):
        because = "没有起息日，或没有写清每年的付息日，推不出来。"
        return _check("next_payment", stated, None, None, because)
    first = _later(begun, _MONTHS // len(listed))
    if stated.day is None:
        because = f"起息后第一个付息日是 {first}，没有公布最近付息日可比。"
        return _check("next_payment", stated, str(first), None, because)
    until = max(stated.day, first)
    due = [day for day in _payments(begun, len(listed), until) if day <= until]
    last, years = due[-1], _years(form, payment)
    beyond = years is not None and stated.day > _later(begun, years * _MONTHS)
    agrees = stated.day == last and not beyond
    if agrees:
        because = f"从起息日 {begun} 起第 {len(due)} 个付息日是 {last}，与公布的相同。"
    elif beyond:
        because = f"{stated.day} 已在到期之后，不再付息。"
    elif timedelta(0) < stated.day - last <= timedelta(days=_LONGEST_HOLIDAY):
        because = (
            f"应在 {last}，公布的晚 {(stated.day - last).days} 天；可能因节假日顺延，表里看不出来。"
        )
        return _check("next_payment", stated, str(last), None, because)
    else:
        because = f"{stated.day} 不是付息日，按起息日推应为 {last}。"
    return _check("next_payment", stated, str(last), agrees, because)


def reminder_days(form: BondForm, payment: BondForm) -> BondCheck:
    """The days of reminder run from the day on which the page was fetched, which no column gives."""
    stated, due = payment.at(F.REMINDER_DAYS), payment.at(F.NEXT_PAYMENT).day
    if stated.value is None or stated.value.denominator != 1 or due is None:
        because = "没有公布提醒天数或最近付息日，无从核对。"
        return _check("reminder_days", stated, None, None, because)
    counted_from = due - timedelta(days=int(stated.value))
    begun = payment.at(F.VALUE_ON).day
    if counted_from == begun or counted_from == _day_in(form.at(F.ADDRESS).text):
        whence = "起息日" if counted_from == begun else "网址里的日期"
        days = str((due - counted_from).days)
        because = f"从{whence} {counted_from} 到 {due} 正是 {days} 天。"
        return _check("reminder_days", stated, days, True, because)
    since = f"从起息日起算是 {(due - begun).days} 天；" if begun else ""
    because = (
        f"{since}公布的 {stated.text} 天要从 {counted_from} 起算，"
        "那一天是不是取得页面的日子表里没有，无从核对。"
    )
    return _check("reminder_days", stated, None, None, because)


def operation_covers_term(form: BondForm, payment: BondForm) -> BondCheck:
    """The project still earns in the year in which the bond is repaid."""
    stated, begun, years = form.at(F.OPERATION), payment.at(F.VALUE_ON).day, _years(form, payment)
    matures = payment.at(F.MATURES_ON).day
    if matures is None and begun is not None and years is not None:
        matures = _later(begun, years * _MONTHS)
    last = max((int(year) for year in _YEAR.findall(stated.text)), default=None)
    if matures is None or last is None:
        because = "没有运营期，或推不出到期日，无从比较。"
        return _check("operation_covers_term", stated, None, None, because)
    agrees = matures.year <= last
    said = "还在运营期内" if agrees else "运营期已过，还本时没有收入"
    because = f"债券 {matures} 到期，运营期到 {last} 年，{said}。"
    return _check("operation_covers_term", stated, str(matures), agrees, because)


def _check(
    code: str, stated: Printed, computed: str | None, agrees: bool | None, because: str
) -> BondCheck:
    said = str(stated.day) if stated.day else stated.text or None
    return BondCheck(code, TITLES[code], said, computed, agrees, because)


def _years(form: BondForm, payment: BondForm) -> int | None:
    """Return the term in whole years, from the table of payments before the form."""
    found = payment.value(F.TERM_YEARS)
    found = form.value(F.TERM_YEARS) if found is None else found
    return int(found) if found is not None and found > 0 and found.denominator == 1 else None


def _listed(cell: Printed) -> list[tuple[int, int]]:
    found = [(int(month), int(day)) for month, day in _MONTH_DAY.findall(cell.text)]
    return list(dict.fromkeys(found))


def _later(day: date, months: int) -> date:
    """Return the same day some months later; the last of the month where there is no such day."""
    year, month = divmod(day.year * _MONTHS + day.month - 1 + months, _MONTHS)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _payments(begun: date, times: int, until: date) -> Iterator[date]:
    every = _MONTHS // times
    for number in range(1, (until.year - begun.year + 1) * times + 1):
        yield _later(begun, number * every)


def _month_days(begun: date, times: int) -> set[tuple[int, int]]:
    days = (_later(begun, number * _MONTHS // times) for number in range(times))
    return {(day.month, day.day) for day in days}


def _same(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Compare days of the year; the end of February is one day in leap years and in others."""
    return one == other or (one[0] == other[0] == 2 and {one[1], other[1]} == {28, 29})


def _day_in(address: str) -> date | None:
    """Return the day that an address bears, such as ``/20240911_446890703.html``."""
    for year, month, day in _DAY_IN_ADDRESS.findall(address):
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None


TITLES = {
    "term": "到期日＝起息日＋期限",
    "term_years": "两表期限一致",
    "payment_days": "每年付息日",
    "payment_frequency": "付息次数",
    "next_payment": "最近付息日",
    "reminder_days": "提醒还款天数",
    "operation_covers_term": "到期时仍在运营期",
}
"""What each check is called on the screen."""
