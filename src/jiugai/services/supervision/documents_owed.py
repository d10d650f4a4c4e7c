"""Who owes which policy document by when: listed, issued, a day set, withdrawn (配套文件)."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jiugai.domain.findings import Finding
from jiugai.domain.supervision.duties import BodyDuty, duty_of
from jiugai.domain.supervision.policy_owed import (
    DocumentStanding,
    DocumentState,
    OwedDocument,
    Promulgation,
    check_due_day,
    check_promulgation,
    document_standing,
)
from jiugai.exchange.duty_files import duties
from jiugai.exchange.owed_files import owed_documents
from jiugai.exchange.policy_library import policy_files
from jiugai.exchange.register_export import write_rows
from jiugai.services.accounts import city_served
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import horizon
from jiugai.services.registry.register import counties
from jiugai.services.supervision.orders import desk as orders
from jiugai.services.supervision.orders.desk import OrderCard
from jiugai.storage.divisions.queries import DivisionRow
from jiugai.storage.supervision import promulgations
from jiugai.storage.supervision.promulgations import DUE, ISSUE, ChangedMeanwhile, PromulgationRow
from jiugai.storage.unit_of_work import AlreadyDone, OpenAct, unit_of_work

__all__ = [
    "AlreadyDone",
    "ChangedMeanwhile",
    "DocumentLine",
    "DocumentState",
    "NoSuchDocument",
    "Promulgation",
    "document",
    "documents",
    "documents_workbook",
    "issue",
    "issued_changing",
    "owed_by",
    "rule_files",
    "set_due",
    "withdraw",
]

_NOTHING = "没有写入任何数据。"
_HEADINGS = ("编号", "单位", "应出台的文件", "要求", "期限原文", "期限", "现状", "超期（天）",
             "文号", "文件名称", "印发日期", "依据")  # fmt: skip


class NoSuchDocument(LookupError):
    """No paper asks for this document of this body."""


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One document that one body owes, as it stands (配套文件台账).

    Attributes:
      key: its number; of a county's own, with the county's code: ``ZC-08.610922``.
      body: who owes it, a county's government by its name.
      rows: what stands of it in the register: the issue, the due day.
      may: what the officer at the desk may do: ``issue``, ``due``, ``withdraw``, ``order``.
      order: the open order by which it is chased, if the officer sees one.
    """

    key: str
    body: str
    division_id: int
    standing: DocumentStanding
    rows: tuple[PromulgationRow, ...]
    may: frozenset[str]
    order: OrderCard | None = None

    @property
    def owed(self) -> OwedDocument:
        return self.standing.owed

    @property
    def version(self) -> int:
        """Return the last stamp that changed it: what a deed must name as seen."""
        return max((row.seq for row in self.rows), default=0)

    @property
    def mark(self) -> str:
        """Return the mark by which an order laid for it is known."""
        return f"配套文件{self.key}"


def documents(*, actor: Actor, today: date) -> tuple[DocumentLine, ...]:
    """Return every document that is asked for by a day, in the order of the papers; a county sees the city's and its own.

    :raises NotAllowed: if the actor may see no records.
    """
    require(actor, Power.SEE)
    city = city_served(day=today)
    if city is None:
        return ()
    asked = horizon(today)
    standing = promulgations.standing_last(last_seq=asked.last_seq, on_day=today)
    known: dict[tuple[str, int], list[PromulgationRow]] = {}
    for row in standing:
        known.setdefault((row.clause, row.division_id), []).append(row)
    cards = orders.orders(actor=actor, today=today).cards
    lines = []
    for owed in owed_documents():
        if not owed.holds(city.code, today):
            continue
        for division in _owing(owed, city, counties(asked).values(), actor):
            rows = tuple(known.get((owed.clause, division.id), ()))
            lines.append(_line(owed, division, rows, cards, actor, today))
    return tuple(lines)


def document(key: str, *, actor: Actor, today: date) -> DocumentLine:
    """Return one document by its number.

    :raises NotAllowed: if the actor may see no records.
    :raises NoSuchDocument: if there is none in the officer's sight.
    """
    found = next((one for one in documents(actor=actor, today=today) if one.key == key), None)
    if found is None:
        raise NoSuchDocument(key)
    return found


def owed_by(duty: BodyDuty, lines: Iterable[DocumentLine]) -> tuple[DocumentLine, ...]:
    """Return the documents that one body of the matrix of duties owes."""
    return tuple(
        one
        for one in lines
        if (known := duty_of(one.owed.body, duties())) is not None and known.clause == duty.clause
    )


def issued_changing(lines: Iterable[DocumentLine], file: str) -> tuple[DocumentLine, ...]:
    """Return the documents issued that change a policy file's rules."""
    return tuple(
        one for one in lines if one.standing.issued and file in one.standing.issued.changes
    )


def rule_files() -> tuple[tuple[str, str], ...]:
    """Return the policy files that a document may change: the names of their pages, and titles."""
    return tuple((file.name, file.title) for file in policy_files())


def issue(
    key: str,
    new: Promulgation,
    *,
    seen: int,
    actor: Actor,
    today: date,
    request: UUID | None = None,
) -> tuple[Finding, ...]:
    """Enter that a document was issued; it stands in the policy library from then on.

    :param seen: the line's version when the officer decided.
    :raises NotAllowed: if the actor may not record facts.
    :raises NoSuchDocument: if there is none in the officer's sight.
    :raises ChangedMeanwhile: if somebody did something about it meanwhile.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.RECORD_FACT)
    line = _seen(key, seen, actor, today)
    findings = (*_unlike(line, "issue"), *check_promulgation(new, today), *_unknown(new.changes))
    if findings:
        return findings
    with _act("supervision.issue_document", line, new.number, actor, today, request) as act:
        promulgations.enter_issue(
            act,
            clause=line.owed.clause,
            division_id=line.division_id,
            on=new.on,
            number=new.number.strip(),
            title=new.title.strip(),
            paper=new.paper.strip(),
            changes=new.changes,
        )
    return ()


def set_due(
    key: str,
    due_on: date,
    ground: str,
    *,
    seen: int,
    actor: Actor,
    today: date,
    request: UUID | None = None,
) -> tuple[Finding, ...]:
    """Set by which day a document is owed, on a ground that anybody can look up.

    :raises NotAllowed: if the actor may lay no orders.
    :raises NoSuchDocument: if there is none in the officer's sight.
    :raises ChangedMeanwhile: if somebody did something about it meanwhile.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.ISSUE_ORDER)
    line = _seen(key, seen, actor, today)
    findings = (*_unlike(line, "due"), *check_due_day(due_on, ground, today))
    if findings:
        return findings
    with _act("supervision.set_document_due", line, f"{due_on}", actor, today, request) as act:
        promulgations.enter_due(
            act,
            clause=line.owed.clause,
            division_id=line.division_id,
            on=today,
            due_on=due_on,
            paper=ground.strip(),
        )
    return ()


def withdraw(
    key: str,
    reason: str,
    *,
    seen: int,
    actor: Actor,
    today: date,
    request: UUID | None = None,
) -> tuple[Finding, ...]:
    """Withdraw the entry of an issue that was wrong; the document is owed again.

    :raises NotAllowed: if the actor may not record facts.
    :raises NoSuchDocument: if there is none in the officer's sight.
    :raises ChangedMeanwhile: if somebody did something about it meanwhile.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.RECORD_FACT)
    line = _seen(key, seen, actor, today)
    findings = _unlike(line, "withdraw")
    if not findings and not reason.strip():
        findings = (
            Finding(
                "document.no_reason",
                f"没有写为什么撤销，例如“文号录错，应为31号”。{_NOTHING}",
            ),
        )
    if findings:
        return findings
    (row,) = [row for row in line.rows if row.kind == ISSUE]
    with _act("supervision.withdraw_document", line, row.number, actor, today, request) as act:
        promulgations.withdraw(act, row, reason=reason.strip())
    return ()


def documents_workbook(lines: Collection[DocumentLine], today: date) -> bytes:
    """Return the list as a workbook."""
    return write_rows(f"配套文件台账，截至 {today}", _HEADINGS, map(_row, lines), sheet="配套文件")


def _row(line: DocumentLine) -> tuple[object, ...]:
    standing, issued = line.standing, line.standing.issued
    return (
        line.key,
        line.body,
        line.owed.document,
        line.owed.about,
        line.owed.deadline or "原文没有写",
        standing.due_on or "未定",
        standing.state.word,
        standing.days_late or None,
        issued.number if issued else None,
        issued.title if issued else None,
        issued.on if issued else None,
        line.owed.citation,
    )


def _owing(
    owed: OwedDocument, city: DivisionRow, known: Iterable[DivisionRow], actor: Actor
) -> Iterator[DivisionRow]:
    if not owed.each_county:
        yield city
        return
    yield from (
        county
        for county in sorted(known, key=lambda row: row.code)
        if actor.scope.covers(county.id)
    )


def _line(
    owed: OwedDocument,
    division: DivisionRow,
    rows: tuple[PromulgationRow, ...],
    cards: Iterable[OrderCard],
    actor: Actor,
    today: date,
) -> DocumentLine:
    key = f"{owed.clause}.{division.code}" if owed.each_county else owed.clause
    due = next((row.due_on for row in rows if row.kind == DUE), None)
    entered = next((_issued(row) for row in rows if row.kind == ISSUE), None)
    standing = document_standing(owed, due_set=due, issued=entered, today=today)
    line = DocumentLine(
        key=key,
        body=f"{division.name}人民政府" if owed.each_county else owed.body,
        division_id=division.id,
        standing=standing,
        rows=rows,
        may=_may(owed, division.id, standing, actor),
    )
    chasing = (c for c in cards if c.standing.state.is_open and line.mark in c.row.source)
    return DocumentLine(
        line.key, line.body, division.id, standing, rows, line.may, next(chasing, None)
    )


def _issued(row: PromulgationRow) -> Promulgation:
    changes = tuple(name for name in row.changes.split(",") if name)
    return Promulgation(row.number, row.title, row.effective_on, row.paper, changes)


def _may(
    owed: OwedDocument, division_id: int, standing: DocumentStanding, actor: Actor
) -> frozenset[str]:
    """Return what an officer may do: enter what the own city or county issued, or chase it."""
    scope = actor.scope
    own = scope.covers(division_id) if owed.each_county else scope.counties is None
    enters = Power.RECORD_FACT in actor.powers and scope.divisions is None and own
    found = set()
    if standing.state is DocumentState.ISSUED:
        found |= {"withdraw"} if enters else set()
    else:
        found |= {"issue"} if enters else set()
        found |= {"due", "order"} if Power.ISSUE_ORDER in actor.powers else set()
    return frozenset(found)


def _seen(key: str, seen: int, actor: Actor, today: date) -> DocumentLine:
    """Return a line, unless it is no longer as the officer saw it."""
    line = document(key, actor=actor, today=today)
    if line.version != seen:
        raise ChangedMeanwhile
    return line


def _unlike(line: DocumentLine, deed: str) -> tuple[Finding, ...]:
    """Return why a deed cannot be done to a document as it stands, or not by this officer."""
    if deed in line.may:
        return ()
    said = f"现在是“{line.standing.state.word}”"
    message = f"{line.body}的《{line.owed.document}》{said}，这一步现在不由您办。{_NOTHING}"
    return (Finding("document.not_now", message),)


def _unknown(changes: Iterable[str]) -> tuple[Finding, ...]:
    known = {name for name, _ in rule_files()}
    return tuple(
        Finding("document.unknown_rule", f"政策库里没有“{name[:40]}”这份规定。{_NOTHING}")
        for name in changes
        if name not in known
    )


@contextmanager
def _act(
    verb: str, line: DocumentLine, said: str, actor: Actor, today: date, request: UUID | None
) -> Iterator[OpenAct]:
    """Open the act of a deed, one at a time for each document; nobody may have come before."""
    with unit_of_work(
        verb=verb,
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"{line.body} {line.owed.document} {said}"[:128],
        key=request,
    ) as act:
        promulgations.lock(line.owed.clause)
        _seen(line.key, line.version, actor, today)
        yield act
