"""Tells days that have gone by from those ahead (已过之日), where the words name no year."""

from datetime import date, timedelta

from jiugai.domain.supervision.decomposition.dates import DayWords

_HALF_A_YEAR = timedelta(days=183)


def has_passed(words: DayWords, plan_year: int | None, today: date | None) -> bool:
    """Say whether a month without a year has gone by in the text's own year."""
    if today is None or words.month is None or words.masked or plan_year:
        return False
    has_year = words.year is not None or words.year_word or words.is_range
    return not has_year and words.month < today.month


def is_just_past(words: DayWords, plan_year: int | None, today: date | None) -> bool:
    """Say whether a day without a year is nearer behind the text's own day than ahead of it."""
    has_year = words.year is not None or words.year_word
    if today is None or words.month is None or has_year or words.is_range or words.part:
        return False
    if plan_year is not None and plan_year > today.year:
        return False
    month = words.month % 12 if words.day is None else words.month - 1
    try:
        day = date(today.year, month + 1, words.day or 1)
    except ValueError:
        return False
    return timedelta(0) < today - day < _HALF_A_YEAR
