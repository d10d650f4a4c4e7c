"""Import of a county's register ledger (导入台账): the plan first, then the writing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from jiugai.domain.quantities import DM2_PER_M2, fen_from_yuan, whole_half_up
from jiugai.domain.registry.ledger import Column, LedgerReading, LedgerRow, Value
from jiugai.domain.registry.names import key as name_key
from jiugai.domain.registry.plan import (
    Choices,
    ImportPlan,
    RowKind,
    RowPlan,
    plan_import,
)
from jiugai.domain.registry.profile import ColumnProfile
from jiugai.exchange.digests import sm3
from jiugai.exchange.reading_process import read_ledger
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import horizon, horizon_at
from jiugai.services.registry.register import (
    CountyTree,
    county,
    known_cards,
    ledger_values,
    stood_for,
    tree,
)
from jiugai.services.registry.resembling import told_apart, with_look_alikes
from jiugai.storage.audit import entries as audit
from jiugai.storage.divisions.queries import DivisionRow, NoSuchDivision
from jiugai.storage.registry import entries, queries
from jiugai.storage.registry.queries import Card
from jiugai.storage.unit_of_work import OpenAct, unit_of_work

__all__ = [
    "LedgerFile",
    "NoSuchDivision",
    "OutsideScope",
    "PlanOutdated",
    "Written",
    "plan_ledger",
    "read",
    "write_plan",
]


class OutsideScope(Exception):
    """The county is not one that the officer answers for; absent and forbidden look the same."""


class PlanOutdated(Exception):
    """Somebody changed the county's register after the plan was looked at."""

    def __init__(self) -> None:
        super().__init__(
            "看过方案以后，本辖区台账又有改动。请重新看一遍方案再写入；这次没有写入任何数据。"
        )


@dataclass(frozen=True, slots=True)
class LedgerFile:
    """A file as it came (来文): its bytes, its name, whose it is and what day it tells of."""

    content: bytes
    document: str
    county_code: str
    year: int
    effective_on: date


@dataclass(frozen=True, slots=True)
class Written:
    """What was written (写入结果). ``communities`` are those touched, in the order of the rows."""

    added: int
    changed: int
    unchanged: int
    refused: int
    asked: int
    communities: tuple[int, ...]


def county_of(file: LedgerFile, actor: Actor) -> DivisionRow:
    """Return the county whose ledger a file is.

    :raises OutsideScope: if there is no such county within the actor's scope.
    """
    try:
        found = county(file.county_code, day=file.effective_on)
    except NoSuchDivision:
        raise OutsideScope(file.county_code) from None
    if not actor.scope.covers(found.id):
        raise OutsideScope(file.county_code)
    return found


def profile_of(county_id: int) -> ColumnProfile | None:
    """Return how a county's headers are to be read, if the clerk ever said so."""
    remembered = queries.column_profile(county_id)
    if not remembered:
        return None
    return ColumnProfile({header: Column(name) for header, name in remembered.items()})


def read(file: LedgerFile, *, actor: Actor) -> LedgerReading:
    """Read a file in a child process; nothing is written.

    :raises NotAllowed: if the actor may not import ledgers.
    :raises OutsideScope: if the county is not the actor's.
    """
    require(actor, Power.IMPORT_LEDGER)
    found = county_of(file, actor)
    return read_ledger(
        file.content,
        document=file.document,
        year=file.year,
        profile=profile_of(found.id),
        county=found.name,
    )


def plan_ledger(
    reading: LedgerReading,
    file: LedgerFile,
    *,
    actor: Actor,
    choices: Choices | None = None,
) -> ImportPlan:
    """Plan what a reading would do to the register as it stands; nothing is written.

    :raises NotAllowed: if the actor may not import ledgers.
    :raises OutsideScope: if the county is not the actor's.
    """
    require(actor, Power.IMPORT_LEDGER)
    found = county_of(file, actor)
    asked = horizon(file.effective_on)
    cards = _cards(found.id, last_seq=asked.last_seq, day=file.effective_on)
    known = known_cards(cards.values(), stood_for(asked))
    plan = plan_import(reading, known, choices, asked.last_seq)
    return with_look_alikes(plan, cards, found, asked, actor=actor)


def _cards(county_id: int, *, last_seq: int, day: date) -> dict[int, Card]:
    """Return a county's cards as of a file's day, and those that begin only after it.

    A late file must find the communities that others have entered since, or it would enter them
    a second time.
    """
    register = queries.register(last_seq=last_seq, on_day=day, county_id=county_id)
    later = queries.first_cards_after(day, last_seq=last_seq, county_id=county_id)
    return {card.id: card for card in (*register, *later)}


def write_plan(
    plan: ImportPlan,
    file: LedgerFile,
    *,
    actor: Actor,
    key: UUID | None = None,
    progress: Callable[[int], None] | None = None,
) -> Written:
    """Write what a plan says it would write: new communities and new revisions, in one act.

    A plan without additions and changes writes nothing at all, so the same file twice leaves no
    trace but the first.

    :param progress: told now and then how many rows have been prepared.
    :raises NotAllowed: if the actor may not import ledgers.
    :raises OutsideScope: if the county is not the actor's.
    :raises PlanOutdated: if the county's register has moved since it was planned against.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.IMPORT_LEDGER)
    found = county_of(file, actor)
    going = [row for row in plan.rows if row.kind in (RowKind.ADD, RowKind.CHANGE)]
    communities: Sequence[int] = ()
    if going:
        communities = _write(going, plan, file, found, actor=actor, key=key, progress=progress)
    return Written(
        added=plan.count(RowKind.ADD),
        changed=plan.count(RowKind.CHANGE),
        unchanged=plan.count(RowKind.SAME),
        refused=plan.count(RowKind.REFUSE),
        asked=plan.count(RowKind.ASK),
        communities=tuple(communities),
    )


def _write(
    going: Sequence[RowPlan],
    plan: ImportPlan,
    file: LedgerFile,
    found: DivisionRow,
    *,
    actor: Actor,
    key: UUID | None,
    progress: Callable[[int], None] | None,
) -> Sequence[int]:
    revisions = _revisions(going, plan, file, found, progress)
    digest = sm3(file.content)
    with unit_of_work(
        verb="registry.import_ledger",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"{found.name}《{file.document}》"[:128],
        key=key,
        body_digest=digest,
    ) as act:
        entries.lock_county(found.id)
        if _has_moved(plan, found.id, file.effective_on):
            raise PlanOutdated
        evidence_id, document_id = audit.evidence(
            act, sm3=digest, size=len(file.content), kind="ledger", name=file.document
        )
        communities = entries.revisions(
            act, revisions, effective_on=file.effective_on, evidence_id=evidence_id
        )
        entries.imported_file(
            act,
            document_id=document_id,
            county_id=found.id,
            effective_on=file.effective_on,
            accepted=len(going),
            refused=plan.count(RowKind.REFUSE),
            unchanged=plan.count(RowKind.SAME),
        )
        _enter_told_apart(act, going, communities, plan, file, found.id)
    return communities


def has_moved_since(plan: ImportPlan, seen_seq: int, file: LedgerFile, *, actor: Actor) -> bool:
    """Say whether a county's cards changed since somebody looked at a plan, made at that stamp.

    :raises NotAllowed: if the actor may not import ledgers.
    """
    require(actor, Power.IMPORT_LEDGER)
    seen = replace(plan, register_seq=seen_seq)
    return _has_moved(seen, county_of(file, actor).id, file.effective_on)


def _has_moved(plan: ImportPlan, county_id: int, day: date) -> bool:
    """Say whether a county's cards, or who stands for those of a plan, changed since it was made."""
    seq = plan.register_seq
    if queries.changed_since(county_id, seq):
        return True
    now, then = stood_for(horizon(day)), stood_for(horizon_at(day, seq))
    cards = {row.card.id for row in plan.rows if row.card}
    return any(now.get(card) != then.get(card) for card in cards)


def _enter_told_apart(
    act: OpenAct,
    going: Sequence[RowPlan],
    communities: Sequence[int],
    plan: ImportPlan,
    file: LedgerFile,
    county_id: int,
) -> None:
    """Enter that the sender said of some new rows that each is a community of its own."""
    if any(row.told_apart for row in going):
        mine = _cards(county_id, last_seq=plan.register_seq, day=file.effective_on)
        said = told_apart(
            going, communities, mine, effective_on=file.effective_on, document=file.document
        )
        entries.pairings(act, said)


def _revisions(
    going: Sequence[RowPlan],
    plan: ImportPlan,
    file: LedgerFile,
    found: DivisionRow,
    progress: Callable[[int], None] | None,
) -> list[entries.Revision]:
    county_tree = tree(found, day=file.effective_on)
    cards = _cards(found.id, last_seq=plan.register_seq, day=file.effective_on)
    revisions = []
    for n, row in enumerate(going, start=1):
        revisions.append(_revision(row, county_tree, cards))
        if progress and n % 1000 == 0:
            progress(n)
    return revisions


def _revision(row: RowPlan, county_tree: CountyTree, cards: Mapping[int, Card]) -> entries.Revision:
    values = dict(row.row.values)
    card = cards[row.card.id] if row.card else None
    if card:
        changed = {change.column for change in row.changes}
        values |= {c: old for c, old in ledger_values(card).items() if c not in changed}
    return entries.Revision(
        values=card_values(values, county_tree),
        origin=origin_of(row.row),
        community_id=card.id if card else None,
    )


def origin_of(row: LedgerRow) -> str:
    """Return where in its file a row stands, for whoever opens the fact."""
    return row.where[:160]


def card_values(
    values: Mapping[Column, Value | None], county_tree: CountyTree
) -> entries.CardValues:
    """Return a row's values as a card of the register."""
    street = _text(values, Column.STREET)
    neighborhood = _text(values, Column.NEIGHBORHOOD)
    name = _text(values, Column.NAME)
    return entries.CardValues(
        county_id=county_tree.county.id,
        division_id=county_tree.division_id(street, neighborhood),
        name=name,
        name_key=name_key(name),
        street=street,
        neighborhood=neighborhood,
        address=_text(values, Column.ADDRESS),
        built_year=_whole(values, Column.BUILT_YEAR),
        buildings=_whole(values, Column.BUILDINGS),
        entrances=_whole(values, Column.ENTRANCES),
        households=_whole(values, Column.HOUSEHOLDS),
        area_dm2=_scaled(values, Column.FLOOR_AREA, DM2_PER_M2),
        investment_fen=_fen(values, Column.INVESTMENT),
        structure=_text(values, Column.STRUCTURE),
        storeys=_text(values, Column.STOREYS),
        tenure=_text(values, Column.TENURE),
        property_management=_text(values, Column.PROPERTY_MANAGEMENT),
        exclusion=_text(values, Column.EXCLUSION),
    )


def _text(values: Mapping[Column, Value | None], column: Column) -> str:
    value = values.get(column)
    return "" if value is None else str(value)


def _whole(values: Mapping[Column, Value | None], column: Column) -> int | None:
    value = values.get(column)
    return None if value is None or value == "" else int(str(value))


def _scaled(values: Mapping[Column, Value | None], column: Column, scale: int) -> int | None:
    value = values.get(column)
    return None if value is None or value == "" else whole_half_up(Decimal(str(value)) * scale)


def _fen(values: Mapping[Column, Value | None], column: Column) -> int | None:
    value = values.get(column)
    if value is None or value == "":
        return None
    return fen_from_yuan(Decimal(str(value)).quantize(Decimal("0.01")))
