"""A county's own file of what it did and when (县区自证档案), counted from the register alone.

Every line is one act with its number and the register's own instant. Nothing of it is typed; whoever
prints it twice for the same stamp prints the same file, and the digest at its foot says so.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum

from jiugai.domain.calendar import Month
from jiugai.domain.reporting.doubts.answers import Ruling
from jiugai.domain.reporting.submission.lateness import StageTiming
from jiugai.domain.reporting.submission.stages import MoveKind
from jiugai.domain.supervision.capture import Shows
from jiugai.domain.supervision.orders.deeds import DeedKind
from jiugai.domain.supervision.rewards import RewardRuling


class DefencePart(Enum):
    """A part of the file (档案部分), in the order in which it is printed."""

    RETURNS = "returns"
    DOUBTS = "doubts"
    ORDERS = "orders"
    OBJECTIONS = "objections"
    REWARDS = "rewards"
    PHOTOS = "photos"

    @property
    def word(self) -> str:
        """Return the words of the screen."""
        return {
            "returns": "月报报送",
            "doubts": "疑点、说明和认定",
            "orders": "督办事项",
            "objections": "排名异议和答复",
            "rewards": "奖惩建议和决定",
            "photos": "现场照片",
        }[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class DefenceFact:
    """One act that concerns a county, as the register has it (自证事实).

    Attributes:
      kind: what was done, in the room's own code; ``digest`` hexadecimal, of what was sent.
      by: who did it, by post.
      key: what finds its page; ``label`` what it is called there.
      numbers: the numbers of a doubt, by name.
    """

    part: DefencePart
    kind: str
    seq: int
    recorded_at: datetime
    by: str
    on: date
    month: Month | None = None
    due_on: date | None = None
    label: str = ""
    key: str = ""
    words: str = ""
    paper: str = ""
    ruling: str = ""
    formula: str = ""
    numbers: Mapping[str, object] | None = None
    digest: str = ""

    @property
    def is_filing(self) -> bool:
        """Say whether the county filed something with it."""
        return self.part is DefencePart.RETURNS and self.kind in {"submit", "correct", "file"}


@dataclass(frozen=True, slots=True)
class ReturnKept:
    """How a month's return was kept, stage by stage (月报及时情况)."""

    month: Month
    timings: tuple[StageTiming, ...]

    @property
    def late(self) -> int:
        """Return by how many days its worst stage was late."""
        return max((one.late for one in self.timings), default=0)


@dataclass(frozen=True, slots=True)
class SealedFiling:
    """A filing's place in the sealed trace (报送回执): event number ``index`` of the tree."""

    seq: int
    index: int
    event_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DefenceFile:
    """What a county can print as its defence (县区自证档案).

    Attributes:
      since, until: the period; acts count by the register's clock, both days included.
      last_seq: the stamp up to which the register counts.
      grades: how many claims stand at which grade, ``("开工", "A", 3)``, today.
      sealed: the filings of the period that are sealed; ``trace_size``, ``trace_root``: over them.
    """

    code: str
    county: str
    since: date
    until: date
    last_seq: int
    facts: tuple[DefenceFact, ...]
    returns: tuple[ReturnKept, ...]
    grades: tuple[tuple[str, str, int], ...]
    sealed: tuple[SealedFiling, ...]
    trace_size: int
    trace_root: str

    def of(self, part: DefencePart) -> tuple[DefenceFact, ...]:
        """Return the facts of one part, in the order of the register."""
        return tuple(fact for fact in self.facts if fact.part is part)


def sentence_of(fact: DefenceFact) -> str:
    """Say what a fact is in one sentence."""
    return _SENTENCES[fact.part](fact)


def _return(fact: DefenceFact) -> str:
    if fact.kind == "file":
        return f"报送文件《{fact.label}》"
    if fact.kind == "extend":
        return f"{_month(fact)}月报准予延期 {fact.label} 天：{fact.words}"
    return f"{_month(fact)}月报{MoveKind(fact.kind).word}{_because(fact)}"


def _doubt(fact: DefenceFact) -> str:
    about = f"{_month(fact)}{f'“{fact.label}”' if fact.label else ''}"
    if fact.kind == "raise":
        return f"{about}被提示：{fact.words}"
    if fact.kind == "explain":
        return f"{about}的疑点已说明：{fact.words}{_paper(fact)}"
    return f"{about}的疑点认定为“{Ruling(fact.ruling).word}”{_because(fact)}"


def _order(fact: DefenceFact) -> str:
    due = f"，限 {fact.due_on:%Y-%m-%d}" if fact.due_on else ""
    return f"{fact.label} {DeedKind(fact.kind).word}{due}{_because(fact)}{_paper(fact)}"


def _objection(fact: DefenceFact) -> str:
    if fact.kind == "object":
        return f"对{_month(fact)}排名提异议：{fact.label}；理由：{fact.words}"
    return f"{_month(fact)}排名异议答复“{fact.ruling}”{_because(fact)}"


def _reward(fact: DefenceFact) -> str:
    if fact.kind == "propose":
        return f"按{_month(fact)}排名拟奖惩建议：{fact.label}；依据 {fact.words}"
    word = RewardRuling(fact.ruling).word
    return f"按{_month(fact)}排名的奖惩建议{word}{_because(fact)}{_paper(fact)}"


def _photo(fact: DefenceFact) -> str:
    return f"{fact.label}，自述拍的是“{Shows(fact.kind).word}”"


_SENTENCES: Mapping[DefencePart, Callable[[DefenceFact], str]] = {
    DefencePart.RETURNS: _return,
    DefencePart.DOUBTS: _doubt,
    DefencePart.ORDERS: _order,
    DefencePart.OBJECTIONS: _objection,
    DefencePart.REWARDS: _reward,
    DefencePart.PHOTOS: _photo,
}


def _month(fact: DefenceFact) -> str:
    return fact.month.in_prose if fact.month else ""


def _because(fact: DefenceFact) -> str:
    return f"：{fact.words}" if fact.words else ""


def _paper(fact: DefenceFact) -> str:
    return f"（见{fact.paper}）" if fact.paper else ""


def facts_text(file: DefenceFile) -> str:
    """Return all that the file says as one canonical text, over which its digest is taken.

    Anyone with the facts may write it again: JSON, keys in order, no spaces, instants in UTC.
    """
    told = {
        "county": file.code,
        "since": file.since.isoformat(),
        "until": file.until.isoformat(),
        "last_seq": file.last_seq,
        "facts": [_told(fact) for fact in file.facts],
        "returns": [_kept(one) for one in file.returns],
        "grades": [list(grade) for grade in file.grades],
        "sealed": [[one.seq, one.index, one.event_digest] for one in file.sealed],
        "trace": [file.trace_size, file.trace_root],
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def _told(fact: DefenceFact) -> list[object]:
    return [
        fact.seq,
        fact.recorded_at.astimezone(UTC).isoformat(),
        fact.by,
        sentence_of(fact),
        fact.formula,
        dict(fact.numbers or {}),
        fact.digest,
    ]


def _kept(one: ReturnKept) -> list[object]:
    return [
        str(one.month),
        [
            [
                timing.stage.value,
                timing.due_on.isoformat(),
                timing.left_at.astimezone(UTC).isoformat() if timing.left_at else "",
                timing.late,
            ]
            for timing in one.timings
        ],
    ]


def months_of(facts: Iterable[DefenceFact]) -> tuple[Month, ...]:
    """Return the months of whose returns the facts speak, oldest first."""
    return tuple(
        sorted({f.month for f in facts if f.part is DefencePart.RETURNS and f.month is not None})
    )
