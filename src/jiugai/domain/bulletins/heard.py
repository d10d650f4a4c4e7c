"""What a bulletin says of how its ranking was heard (排名公示情况), and what holds it back.

A ranking is shown to the counties and released before the bulletin that bears it goes out. The text
then says how many objections were raised and how many upheld, as bound figures.
"""

from collections.abc import Iterable, Iterator
from enum import Enum

from jiugai.domain.bulletins import binding
from jiugai.domain.bulletins.binding import About
from jiugai.domain.bulletins.document import FigureRun, Paragraph
from jiugai.domain.bulletins.draft import Draft
from jiugai.domain.bulletins.figures import BoundFigure, RankingHeard, SnapshotFigures
from jiugai.domain.findings import Finding
from jiugai.domain.supervision.hearing import Hearing, counted

RAISED, UPHELD, UNTIL, RELEASED = "h.raised", "h.upheld", "h.until", "h.released"


class HeardState(Enum):
    """How it stood with the ranking when a bulletin went out (签发时的公示情况)."""

    UNASKED = ""  # issued before anybody asked
    RELEASED = "released"
    WAIVED = "waived"

    @property
    def word(self) -> str:
        """Return the office's words; none where nobody asked."""
        return {"": "", "released": "排名已公示发布", "waived": "排名未经公示"}[self.value]


def heard(hearing: Hearing) -> RankingHeard | None:
    """Return how a ranking was heard; None until it is released."""
    if hearing.released_on is None or hearing.last is None:
        return None
    raised, upheld = counted(hearing.objections)
    return RankingHeard(
        hearing.last.until, hearing.released_on, raised, upheld, len(hearing.showings) > 1
    )


def waits_for(hearing: Hearing) -> str:
    """Say what a bulletin waits for before it may be issued; empty once the ranking is released."""
    if hearing.released_on is not None:
        return ""
    by = "由有“排名公示、答复异议、发布”职权的岗位发布"
    if hearing.last is None:
        return f"排名还没有公示；公示期满、异议答复完，{by}以后才能签发"
    left = f"，{len(hearing.open)} 件异议没有答复" if hearing.open else ""
    anew = "，成立的异议还没有重新排名" if not hearing.open and hearing.must_rank_anew else ""
    return f"排名公示到{hearing.last.until:%Y-%m-%d}{left}{anew}；期满后{by}，然后签发"


def heard_figures(figures: SnapshotFigures) -> Iterator[BoundFigure]:
    """Bind how the ranking was heard."""
    found = figures.heard
    if found is None:
        return
    yield binding.day(UNTIL, found.until, About("排名公示截止日", "heard_until"))
    yield binding.day(RELEASED, found.released_on, About("排名发布日", "heard_released"))
    yield binding.tallied(RAISED, found.raised, "件", About("公示期间异议数", "objections"))
    yield binding.tallied(UPHELD, found.upheld, "件", About("成立的异议数", "objections_upheld"))


def write_heard(draft: Draft) -> None:
    """Say how the ranking was heard, after the standings; nothing while it is not released."""
    found = draft.figures.heard
    if found is None:
        return
    anew = (
        "成立的已按更正后的事实重新排名、再行公示；本通报的数和名次都按更正后的事实计算，"
        "比封账快照多出的登记见留痕。"
        if found.anew
        else ""
    )
    draft.say(
        f"本期排名向各县区公示至{draft.fig(UNTIL)}，公示期间收到异议{draft.fig(RAISED)}，"
        f"其中成立{draft.fig(UPHELD)}，均已答复，于{draft.fig(RELEASED)}发布。{anew}"
    )


def check_said(body: Iterable[Paragraph], found: RankingHeard | None) -> tuple[Finding, ...]:
    """Return what a text fails to say of the hearing; empty if it says both counts."""
    if found is None:
        return ()
    used = {run.figure_id for part in body for run in part.runs if isinstance(run, FigureRun)}
    if {RAISED, UPHELD} <= used:
        return ()
    return (
        Finding(
            "bulletin.hearing_unsaid",
            "排名已经公示发布，正文没有写公示期间收到、成立几件异议。请加上"
            f"“公示期间收到异议{{fig:{RAISED}}}，其中成立{{fig:{UPHELD}}}。”，"
            "或放弃改动、恢复自动成文。",
        ),
    )
