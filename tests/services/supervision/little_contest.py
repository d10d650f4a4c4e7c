"""A round of judging in the little city: three communities, four jurors, two of them officers."""

from datetime import date

from jiugai.services.supervision.contests import judging, opening
from jiugai.services.supervision.contests.judging import ContestDone
from jiugai.services.supervision.contests.opening import ContestDraft, Opened
from tests.services.little_city import LittleCity

DAY, CLOSED, NAMED = date(2020, 11, 2), date(2020, 11, 3), date(2020, 11, 12)
SHIQUAN, HANBIN, XUNYANG = 1, 2, 3  # the entrants, by county
FILER, SIBLING, ENGINEER, LEADER = 1, 2, 3, 4  # the jurors
DRAFT = ContestDraft(
    title="下半年现场观摩评比",
    on=DAY,
    sheet="工程质量，60\n长效管理\t40",
    entrants="石泉县，金州家属院\n汉滨区,江北小区\n旬阳县\t河街小区",
    jurors=(
        "石泉填报，石泉县住建局，石泉县，filer\n汉滨填报，汉滨区住建局，汉滨区，sibling\n"
        "王工，市设计院，市级\n李主任，市改造办，市级"
    ),
)
MARKS = {
    (FILER, HANBIN): (500, 300),
    (FILER, XUNYANG): (450, 300),
    (SIBLING, SHIQUAN): (550, 350),
    (SIBLING, XUNYANG): (400, 300),
    (ENGINEER, SHIQUAN): (500, 305),
    (ENGINEER, HANBIN): (520, 330),
    (LEADER, SHIQUAN): (560, 360),
    (LEADER, HANBIN): (480, 280),
}
"""河街小区 has two sheets alone, one fewer than a rank asks for."""


def open_round(little: LittleCity, draft: ContestDraft = DRAFT) -> Opened:
    return opening.open_contest(draft, actor=little.clerk, today=DAY)


def opened(little: LittleCity) -> str:
    """Open the round; return its public number."""
    done = open_round(little)
    assert done.findings == ()
    return done.public_id


def mark(
    little: LittleCity,
    number: str,
    juror: int,
    entrant: int,
    marks: tuple[int, ...] | None = None,
    *,
    seen: int = 0,
    reason: str = "",
) -> ContestDone:
    """Hand in a sheet as its juror, or as the clerk for the two who have no account."""
    actor = {FILER: little.filer, SIBLING: little.sibling}.get(juror, little.clerk)
    return judging.hand_in(
        number,
        juror,
        entrant,
        marks or MARKS[juror, entrant],
        seen=seen,
        reason=reason,
        actor=actor,
        today=DAY,
    )


def judged(little: LittleCity) -> str:
    """Open the round and hand in all its sheets."""
    number = opened(little)
    for juror, entrant in MARKS:
        assert mark(little, number, juror, entrant).entered
    return number


def closed(little: LittleCity) -> str:
    """Have the round judged, and closed by the head."""
    number = judged(little)
    assert judging.close(number, actor=little.head, today=CLOSED).entered
    return number
