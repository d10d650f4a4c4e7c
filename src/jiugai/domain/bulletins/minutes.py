"""Minutes as they are taken (会议纪要): what forbids them, and the level of each line."""

import re
from collections.abc import Iterator
from datetime import date

from jiugai.domain.bulletins.agenda import MeetingKind
from jiugai.domain.bulletins.document import Level
from jiugai.domain.findings import Finding

LONGEST = 50_000
PRESENT_LONGEST = 1_000
_LEVELS = (
    (re.compile(r"[一二三四五六七八九十]+、"), Level.FIRST),
    (re.compile(r"[（(][一二三四五六七八九十]+[）)]"), Level.SECOND),
    (re.compile(r"\d{1,2}[.．]"), Level.THIRD),
    (re.compile(r"[（(]\d{1,2}[）)]"), Level.FOURTH),
)
_HEADING = 40
"""A longer line that begins like a heading is a paragraph with its heading run in."""


def level_of(line: str) -> Level:
    """Return the level of a line of minutes by its own number: ``一、`` ``（一）`` ``1.`` ``（1）``."""
    if len(line) > _HEADING or line.endswith(("。", "；")):
        return Level.BODY
    for pattern, level in _LEVELS:
        if pattern.match(line):
            return level
    return Level.BODY


def check_meeting(
    kind: MeetingKind, held_on: date, known: frozenset[date], today: date
) -> tuple[Finding, ...]:
    """Return what forbids a meeting to be entered, all at once.

    :param known: the days on which meetings of this kind are entered already.
    """
    return tuple(_meeting(kind, held_on, known, today))


def _meeting(
    kind: MeetingKind, held_on: date, known: frozenset[date], today: date
) -> Iterator[Finding]:
    nothing = "没有登记会议。"
    if held_on in known:
        yield Finding(
            "meeting.known",
            f"{held_on:%Y-%m-%d}的{kind.word}已经登记，请从下面的清单打开。{nothing}",
        )
    elif (held_on - today).days > 31:
        yield Finding(
            "meeting.far_ahead",
            f"会议日期{held_on:%Y-%m-%d}在一个月以后，材料到那时才算得出；请临近再登记。{nothing}",
        )
    later = [day for day in known if day > held_on]
    if later:
        yield Finding(
            "meeting.out_of_order",
            f"{max(later):%Y-%m-%d}的{kind.word}已经登记，会议按先后登记，不能补在它前面。{nothing}",
        )


def check_minutes(text: str, present: str, held_on: date, today: date) -> tuple[Finding, ...]:
    """Return what forbids minutes to be kept, all at once."""
    return tuple(_minutes(text, present, held_on, today))


def _minutes(text: str, present: str, held_on: date, today: date) -> Iterator[Finding]:
    nothing = "没有保存纪要。"
    if held_on > today:
        yield Finding(
            "minutes.before_the_meeting",
            f"会议定在{held_on:%Y-%m-%d}，还没有开，不能录纪要。{nothing}",
        )
    if not any(char.isprintable() and not char.isspace() for char in text):
        yield Finding(
            "minutes.empty",
            f"纪要没有文字，请写下议定事项，例如“会议议定：石泉县11月20日前进场施工。”{nothing}",
        )
    for what, said, most in (("纪要", text, LONGEST), ("出席人员", present, PRESENT_LONGEST)):
        if len(said) > most:
            yield Finding(
                "minutes.too_long", f"{what}有{len(said):,}字，最多{most:,}字，请删减。{nothing}"
            )
