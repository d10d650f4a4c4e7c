"""A community's scheme (一区一案): what it lacks, its bills version by version, what they leave out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from jiugai.domain.findings import Finding, blocking
from jiugai.domain.law import rule_in_force
from jiugai.domain.scheme.accepted import final_findings
from jiugai.domain.scheme.bill import BillLine, BillStage, by_class, check_bill
from jiugai.domain.scheme.catalogue import ScopeClass, ScopeItem, check_scope, items_in_force
from jiugai.domain.scheme.changes import Grounds, ItemChange, changes, check_change, overruns
from jiugai.domain.scheme.local_catalogue import LocalHead, check_heads
from jiugai.domain.scheme.needs import Answered, answer_needs, missing_findings
from jiugai.exchange.digests import sm3
from jiugai.exchange.file_kind import Kind
from jiugai.exchange.plain_csv import PlainTable
from jiugai.exchange.policy_files import overrun_rules, scope_items
from jiugai.exchange.reading_process import run_reader
from jiugai.exchange.scheme.bill_table import bill_of
from jiugai.exchange.scheme.bill_workbook import bill_workbook
from jiugai.exchange.scheme.local_catalogues import local_heads
from jiugai.exchange.upload_limits import in_mib, upload_limits
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import Horizon
from jiugai.services.registry.register import cards
from jiugai.storage.audit import entries as audit
from jiugai.storage.divisions import queries as divisions
from jiugai.storage.registry import queries as registry
from jiugai.storage.registry.queries import Card, NoSuchCommunity
from jiugai.storage.scheme import entries, queries
from jiugai.storage.scheme.entries import EnteredMeanwhile
from jiugai.storage.scheme.queries import BillRow, NeedRow
from jiugai.storage.unit_of_work import AlreadyDone, unit_of_work

__all__ = [
    "AlreadyDone",
    "BillDone",
    "BillSent",
    "EnteredMeanwhile",
    "NoSuchCommunity",
    "SchemePage",
    "Version",
    "bill_file",
    "enter_bill",
    "heads_of",
    "largest_bill",
    "local_catalogues",
    "look_at_bill",
    "scheme_of",
]
KINDS = frozenset({Kind.XLSX, Kind.CSV})
# Named, not imported: only the process that reads needs the libraries for workbooks.
READER = "jiugai.exchange.plain_sheet:read_plain_sheet"


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a bill with what it changed (方案版本); the first of a stage changed nothing."""

    row: BillRow
    changed: tuple[ItemChange, ...]


@dataclass(frozen=True, slots=True)
class SchemePage:
    """A community's scheme at a horizon (方案页).

    Attributes:
      catalogue: the items that a scheme may hold here on that day, by code.
      versions: every version of each stage, the newest first.
      current: the newest version of the furthest stage; None before the first.
      answered: the needs with what became of them in ``current``.
      sums: what each class of ``current`` comes to, in 分.
      findings: what ``current`` leaves out, and where it runs over.
      heads: of the local catalogue that ``current`` names; empty if it names none.
    """

    card: Card
    county: str
    catalogue: Mapping[str, ScopeItem]
    needs: tuple[NeedRow, ...]
    versions: Mapping[BillStage, tuple[Version, ...]]
    current: BillRow | None
    answered: tuple[Answered, ...]
    sums: Mapping[ScopeClass, int]
    findings: tuple[Finding, ...]
    heads: tuple[LocalHead, ...] = ()


@dataclass(frozen=True, slots=True)
class BillSent:
    """A bill as somebody sends it (送来的清单).

    Attributes:
      waived: items left out on purpose, each with the reason.
      catalogue: code of the local catalogue whose heads the lines name; empty if none.
    """

    content: bytes
    document: str
    stage: BillStage
    effective_on: date
    grounds: Grounds = field(default_factory=Grounds)
    waived: tuple[tuple[str, str], ...] = ()
    catalogue: str = ""


@dataclass(frozen=True, slots=True)
class BillDone:
    """What became of a bill that was sent (登记结果): entered unless a finding blocks."""

    entered: bool
    number: int
    lines: tuple[BillLine, ...]
    changed: tuple[ItemChange, ...]
    findings: tuple[Finding, ...]


def scheme_of(public_id: str, asked: Horizon, *, actor: Actor) -> SchemePage:
    """Return a community's scheme at a horizon.

    :raises NotAllowed: if the actor may not look at communities.
    :raises NoSuchCommunity: if there is none in the actor's scope at that horizon.
    """
    require(actor, Power.SEE)
    community_id = registry.community_id(public_id, scope=actor.scope)
    card = next((one for one in cards(asked) if one.id == community_id), None)
    if card is None:
        raise NoSuchCommunity(public_id)
    catalogue = _catalogue(card, asked.as_of)
    last, day = asked.last_seq, asked.as_of
    needs = queries.needs(last_seq=last, on_day=day, community_id=card.id)
    rows = queries.bills(last_seq=last, on_day=day, community_id=card.id)
    current = max(rows, key=lambda row: (row.stage, row.number), default=None)
    answered = _answered(needs, current)
    heads = heads_of(current.catalogue if current else "", asked.as_of)
    return SchemePage(
        card,
        divisions.by_id(card.county_id, day=day).name,
        catalogue,
        needs,
        _versions(rows),
        current,
        answered,
        by_class(current.lines, catalogue) if current and _is_known(current, catalogue) else {},
        tuple(_findings(rows, current, answered, catalogue, heads, asked.as_of)),
        heads,
    )


def _catalogue(card: Card, on: date) -> Mapping[str, ScopeItem]:
    code = divisions.codes([card.county_id], day=on).get(card.county_id, "")
    return items_in_force(scope_items(), code, on)


def _is_known(row: BillRow, catalogue: Mapping[str, ScopeItem]) -> bool:
    return all(line.item in catalogue for line in row.lines)


def _answered(needs: tuple[NeedRow, ...], current: BillRow | None) -> tuple[Answered, ...]:
    chosen = {line.item for line in current.lines} if current else set()
    return answer_needs([one.need for one in needs], chosen, current.waived if current else {})


def _versions(rows: tuple[BillRow, ...]) -> dict[BillStage, tuple[Version, ...]]:
    by_stage: dict[BillStage, tuple[Version, ...]] = {}
    for stage in BillStage:
        own = [row for row in rows if row.stage is stage]
        told = [
            Version(row, changes(own[n - 1].lines, row.lines) if n else ())
            for n, row in enumerate(own)
        ]
        by_stage[stage] = tuple(reversed(told))
    return by_stage


def _findings(
    rows: tuple[BillRow, ...],
    current: BillRow | None,
    answered: tuple[Answered, ...],
    catalogue: Mapping[str, ScopeItem],
    heads: tuple[LocalHead, ...],
    on: date,
) -> Iterator[Finding]:
    if current is None:
        return
    yield from missing_findings(answered, catalogue)
    yield from (
        one for one in check_bill(current.lines, catalogue) if one.code == "scheme.bill_unit"
    )
    yield from check_heads(current.lines, heads, catalogue)
    yield from check_scope({line.item for line in current.lines}, current.waived, catalogue)
    earlier = [row for row in rows if row.stage < current.stage]
    last = max(earlier, key=lambda row: (row.stage, row.number), default=None)
    before = (last.stage, last.lines) if last else None
    rule = rule_in_force(overrun_rules(), "CN", on)
    yield from overruns(current.stage, current.lines, before, rule)
    yield from final_findings(current.stage, current.lines, before, catalogue)


def local_catalogues(on: date) -> tuple[LocalHead, ...]:
    """Return the heads of every local catalogue in force on a day, wherever it is in force."""
    return tuple(
        head
        for head in local_heads()
        if head.in_force_from <= on and (head.in_force_until is None or on <= head.in_force_until)
    )


def heads_of(catalogue: str, on: date) -> tuple[LocalHead, ...]:
    """Return the heads of one local catalogue on a day."""
    return tuple(head for head in local_catalogues(on) if head.catalogue == catalogue)


def largest_bill() -> tuple[int, str]:
    """Return the most bytes that a bill may have, and how that is said."""
    most = upload_limits().file_bytes
    return most, in_mib(most)


def look_at_bill(public_id: str, sent: BillSent, asked: Horizon, *, actor: Actor) -> BillDone:
    """Say what entering a bill would do; nothing is written (先看一看).

    :raises NotAllowed: if the actor may not record facts.
    :raises NoSuchCommunity: if there is none in the actor's scope.
    """
    require(actor, Power.RECORD_FACT)
    return _looked(scheme_of(public_id, asked, actor=actor), sent)


def enter_bill(
    public_id: str, sent: BillSent, asked: Horizon, *, actor: Actor, key: UUID | None = None
) -> BillDone:
    """Enter a bill as the next version of its stage, unless a finding blocks (登记方案).

    :param asked: now; what is looked at is what is written upon.
    :raises NotAllowed: if the actor may not record facts.
    :raises NoSuchCommunity: if there is none in the actor's scope.
    :raises EnteredMeanwhile: if somebody entered that version a moment ago.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.RECORD_FACT)
    page = scheme_of(public_id, asked, actor=actor)
    looked = _looked(page, sent)
    if blocking(looked.findings):
        return looked
    with unit_of_work(
        verb="scheme.enter_bill",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"{public_id} {sent.stage.word}第{looked.number}版",
        key=key,
    ) as act:
        papers, _ = audit.evidence(
            act,
            sm3=sm3(sent.content),
            size=len(sent.content),
            kind="scheme.bill",
            name=sent.document,
        )
        entries.bill(
            act,
            entries.NewBill(
                community_id=page.card.id,
                stage=sent.stage,
                number=looked.number,
                effective_on=sent.effective_on,
                lines=looked.lines,
                grounds=sent.grounds,
                waived=dict(sent.waived),
                evidence_id=papers,
                origin=sent.document,
                catalogue=sent.catalogue,
            ),
        )
    return BillDone(True, looked.number, looked.lines, looked.changed, looked.findings)


def _looked(page: SchemePage, sent: BillSent) -> BillDone:
    own = page.versions[sent.stage]
    before = own[0].row.lines if own else ()
    number = len(own) + 1
    table = run_reader(
        READER, sent.content, {"document": sent.document}, expect=PlainTable,
        name=sent.document, kinds=KINDS,
    )  # fmt: skip
    if isinstance(table, Finding):
        return BillDone(False, number, (), (), (table,))
    found = bill_of(table)
    if blocking(found.findings):
        return BillDone(False, number, (), (), found.findings)
    catalogue = _catalogue(page.card, sent.effective_on)
    findings = (
        *found.findings,
        *check_bill(found.lines, catalogue, sent.document),
        *check_heads(
            found.lines, heads_of(sent.catalogue, sent.effective_on), catalogue, sent.document
        ),
        *check_change(before, [replace(line, told_fen=None) for line in found.lines], sent.grounds),
        *(
            one
            for one in check_scope(
                {line.item for line in found.lines}, dict(sent.waived), catalogue
            )
            if one.code != "scheme.unknown_item"
        ),
    )
    return BillDone(False, number, found.lines, changes(before, found.lines), findings)


def bill_file(
    public_id: str, stage: BillStage | None, number: int, asked: Horizon, *, actor: Actor
) -> bytes:
    """Return a version of a bill as a workbook, or the empty form where no stage is named.

    :raises NotAllowed: if the actor may not look at communities.
    :raises NoSuchCommunity: if there is none in the actor's scope, or no such version.
    """
    page = scheme_of(public_id, asked, actor=actor)
    name, heads = page.card.name, local_catalogues(asked.as_of)
    if stage is None:
        return bill_workbook(f"{name} 工程量清单", (), page.catalogue, heads)
    for version in page.versions[stage]:
        if version.row.number == number:
            title = f"{name} {stage.word}第{number}版"
            return bill_workbook(title, version.row.lines, page.catalogue, heads)
    raise NoSuchCommunity(public_id)
