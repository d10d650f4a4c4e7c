"""Applying for money in batches, and what was answered (申报批次、批复): by mouth, community and item.

A batch goes up under one paper to one of the two upper mouths. Where it stands is never stored: it
follows from its confirmation and from what was answered to each of its lines.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, IntEnum

from jiugai.domain.findings import Finding
from jiugai.domain.funding.sources import Source
from jiugai.domain.quantities import yuan

UNSPLIT = ""
"""The item of a line that asks for a community as a whole; never shared out by guess (未分项)."""


class Mouth(Enum):
    """Which of the two upper offices is asked (申报的口)."""

    PLANNERS = "planners"
    TREASURY = "treasury"

    @property
    def word(self) -> str:
        """Return the office's words."""
        return {"planners": "发改", "treasury": "财政·住建"}[self.value]

    @property
    def fund(self) -> Source:
        """Return the money that it gives."""
        if self is Mouth.PLANNERS:
            return Source.CENTRAL_BUDGET_INVESTMENT
        return Source.CENTRAL_SUBSIDY


class Decider(IntEnum):
    """On which level the office stands that answers (批复层级); the numbers are stored."""

    NATION = 0
    PROVINCE = 1
    CITY = 2

    @property
    def word(self) -> str:
        """Return the words of the screen."""
        return ("国家", "省级", "市级")[self]


@dataclass(frozen=True, slots=True)
class AskedLine:
    """What is asked for one community and item (申报行), in 分.

    Attributes:
      community: an identity.
      item: a code of the catalogue, or ``UNSPLIT``.
    """

    community: int
    item: str
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to a line (批复行), by which paper; nothing won is a refusal."""

    won_fen: int
    because: str
    paper: str
    on: date


class LineState(Enum):
    """What became of a line (行的结果)."""

    WAITING = "waiting"
    APPROVED = "approved"
    PARTLY = "partly"
    REFUSED = "refused"

    @property
    def word(self) -> str:
        """Return the words of the screen."""
        return {"waiting": "等批复", "approved": "批准", "partly": "部分批准", "refused": "未批"}[
            self.value
        ]


def line_state(asked_fen: int, answer: Answer | None) -> LineState:
    """Say what became of a line."""
    if answer is None:
        return LineState.WAITING
    if answer.won_fen == 0:
        return LineState.REFUSED
    return LineState.PARTLY if answer.won_fen < asked_fen else LineState.APPROVED


class BatchState(Enum):
    """Where a batch stands (批次状态)."""

    DRAFT = "draft"
    FILED = "filed"
    ANSWERED_IN_PART = "answered_in_part"
    APPROVED = "approved"
    PARTLY = "partly"
    REFUSED = "refused"

    @property
    def word(self) -> str:
        """Return the words of the screen."""
        return _STATE_WORDS[self]


_STATE_WORDS = {
    BatchState.DRAFT: "拟稿，待复核",
    BatchState.FILED: "已报，等批复",
    BatchState.ANSWERED_IN_PART: "批复了一部分行",
    BatchState.APPROVED: "全部批准",
    BatchState.PARTLY: "部分批准",
    BatchState.REFUSED: "未批准",
}


def batch_state(confirmed: bool, lines: Iterable[LineState]) -> BatchState:
    """Say where a batch stands from what became of its lines."""
    if not confirmed:
        return BatchState.DRAFT
    found = set(lines)
    if found <= {LineState.WAITING}:
        return BatchState.FILED
    if LineState.WAITING in found:
        return BatchState.ANSWERED_IN_PART
    if found == {LineState.APPROVED}:
        return BatchState.APPROVED
    return BatchState.REFUSED if found == {LineState.REFUSED} else BatchState.PARTLY


class CommunityState(Enum):
    """What a community came away with from all that was asked for it (小区申报结果)."""

    APPROVED = "approved"
    WAITING = "waiting"
    REFUSED = "refused"

    @property
    def word(self) -> str:
        """Return the words of the screen."""
        return {"approved": "获批", "waiting": "等批复", "refused": "未批"}[self.value]


def community_state(lines: Iterable[LineState]) -> CommunityState:
    """Say what a community came away with: any money won counts, and an open line keeps it open."""
    found = set(lines)
    if found & {LineState.APPROVED, LineState.PARTLY}:
        return CommunityState.APPROVED
    return CommunityState.WAITING if LineState.WAITING in found else CommunityState.REFUSED


@dataclass(frozen=True, slots=True)
class Grounds:
    """On what a version or an answer rests (依据): a paper, its day, and why it corrects an earlier one."""

    paper: str
    on: date
    reason: str = ""


def check_grounds(grounds: Grounds, *, corrects: bool, today: date) -> tuple[Finding, ...]:
    """Return what is wrong with the paper behind a version or an answer."""
    found = []
    if not grounds.paper.strip():
        found.append(_wrong("paper_missing", "没有写文号，例如“安旧改办〔2019〕30号”；请补上"))
    if grounds.on > today:
        found.append(
            _wrong("paper_in_future", f"文件日期写的是 {grounds.on}，晚于今天（{today}）；请核对")
        )
    if corrects and not grounds.reason.strip():
        found.append(
            _wrong("reason_missing", "这是更正以前登记过的，没有写理由；请写明，例如“漏列一个小区”")
        )
    return tuple(found)


def check_asked(
    lines: Sequence[AskedLine], names: Mapping[int, str], asked_before: Collection[tuple[int, str]]
) -> tuple[Finding, ...]:
    """Hold the lines of a batch against each other and against what was asked elsewhere.

    :param names: what the communities are called.
    :param asked_before: the communities and items of this year and mouth that stand in another
      batch and were not refused there.
    """
    found = []
    counts = Counter((line.community, line.item) for line in lines)
    whole = {line.community for line in lines if line.item == UNSPLIT}
    split = {line.community for line in lines if line.item != UNSPLIT}
    for (community, item), times in counts.items():
        if times > 1:
            words = f"“{names[community]}”的“{item_word(item)}”写了 {times} 行，同一项只能报一行"
            found.append(_wrong("line_twice", f"{words}；请合并"))
    for community in sorted(whole & split, key=lambda one: names[one]):
        words = f"“{names[community]}”既报了整个小区，又分项报，会算成两份"
        found.append(_wrong("whole_and_split", f"{words}；请只留一种"))
    before = {community for community, _ in asked_before}
    for community in dict.fromkeys(line.community for line in lines):
        mine = {line.item for line in lines if line.community == community}
        theirs = {item for other, item in asked_before if other == community}
        if community in before and (mine & theirs or UNSPLIT in mine | theirs):
            words = f"“{names[community]}”今年在这个口的另一批里报过，还没有被退回"
            found.append(_wrong("asked_twice", f"{words}；同一项不能报两次，请删去这一行"))
    return tuple(found)


def item_word(code: str) -> str:
    """Return how an item is said where its name is not at hand."""
    return code or "未分项"


def check_answer(
    asked_fen: int, won_fen: int, because: str, *, name: str, item: str
) -> tuple[Finding, ...]:
    """Return what is wrong with the answer to a line."""
    if won_fen > asked_fen:
        words = (
            f"“{name}”{item_word(item)}批了 {yuan(won_fen):,} 元，申请的只有 {yuan(asked_fen):,} 元"
        )
        return (_wrong("won_more_than_asked", f"{words}；请核对单位和金额"),)
    if won_fen < asked_fen and not because.strip():
        words = f"“{name}”{item_word(item)}没有批足，没有写理由"
        return (_wrong("refused_without_reason", f"{words}；请照批复写明，例如“方案不成熟”"),)
    return ()


def _wrong(code: str, message: str) -> Finding:
    return Finding(f"batch.{code}", f"{message}。没有写入任何数据。")
