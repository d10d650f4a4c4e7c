"""Who owes which policy document by when (配套政策): asked for by a paper, owed until it is issued."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from jiugai.domain.findings import Finding
from jiugai.domain.law import Rule

_NOTHING = "没有写入任何数据。"


class DocumentState(Enum):
    """Where a document is that a body owes (配套文件现状)."""

    OWED = "owed"
    OVERDUE = "overdue"
    ISSUED = "issued"

    @property
    def word(self) -> str:
        return {"owed": "待出台", "overdue": "超期", "issued": "已印发"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedDocument(Rule):
    """A policy document that a paper asks of a body (应出台的配套文件).

    Attributes:
      body: who shall issue it, as the paper names it.
      document: what it is called; ``about`` is what it shall lay down, in the paper's words.
      deadline: the day as the paper words it, empty where it words none.
      due_on: that day as a date; None where the paper gives none or masks it: never a guess.
      each_county: whether every county owes one of its own.
    """

    body: str
    document: str
    about: str
    deadline: str = ""
    due_on: date | None = None
    each_county: bool = False


@dataclass(frozen=True, slots=True)
class Promulgation:
    """A policy document that was issued (印发).

    Attributes:
      number: the paper's own, such as 安建发〔2020〕31号.
      on: its day.
      paper: where the paper is kept or can be read.
      changes: the policy files whose rules it changes, by the names of their pages.
    """

    number: str
    title: str
    on: date
    paper: str = ""
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentStanding:
    """A document that is owed, as it stands on a day (配套文件台账).

    Attributes:
      due_on: as the paper or the city says; None while nobody has said.
      days_late: days past the due day, up to today or to the day of issue; 0 in time.
    """

    owed: OwedDocument
    state: DocumentState
    due_on: date | None
    days_late: int
    issued: Promulgation | None


def document_standing(
    owed: OwedDocument, *, due_set: date | None, issued: Promulgation | None, today: date
) -> DocumentStanding:
    """Return how a document stands on a day.

    :param due_set: the day that the city set since; it goes before the paper's own.
    :param issued: the document, if it was entered; one issued later than today is still owed.
    """
    due_on = due_set or owed.due_on
    done = issued if issued is not None and issued.on <= today else None
    until = done.on if done else today
    late = max(0, (until - due_on).days) if due_on else 0
    state = DocumentState.ISSUED if done else DocumentState.OWED
    if done is None and late:
        state = DocumentState.OVERDUE
    return DocumentStanding(owed, state, due_on, late, done)


def check_promulgation(new: Promulgation, today: date) -> tuple[Finding, ...]:
    """Return what is wrong with a document as it is entered, all at once."""
    return tuple(_wrong(new, today))


def _wrong(new: Promulgation, today: date) -> Iterator[Finding]:
    if not new.number.strip():
        yield Finding(
            "document.no_number",
            f"没有写文号，例如“安建发〔2020〕31号”；没有编文号的，写“无文号”和印发单位。{_NOTHING}",
        )
    if not new.title.strip():
        yield Finding(
            "document.no_title",
            f"没有写文件名称，例如“安康市老旧小区改造资金筹措办法”。{_NOTHING}",
        )
    if new.on > today:
        yield Finding(
            "document.in_future",
            f"印发日期{new.on:%Y-%m-%d}在{today:%Y-%m-%d}以后，还没有印发的不能登记。{_NOTHING}",
        )


def check_due_day(due_on: date, ground: str, today: date) -> tuple[Finding, ...]:
    """Return what is wrong with a due day that the city sets, all at once."""
    return tuple(_wrong_due(due_on, ground, today))


def _wrong_due(due_on: date, ground: str, today: date) -> Iterator[Finding]:
    if due_on < today:
        yield Finding(
            "document.due_in_past",
            f"期限{due_on:%Y-%m-%d}在{today:%Y-%m-%d}以前，不能倒定期限。{_NOTHING}",
        )
    if not ground.strip():
        yield Finding(
            "document.no_ground",
            f"没有写期限的依据，例如“11月10日专题会议纪要”；没有依据的期限不定，不猜。{_NOTHING}",
        )
