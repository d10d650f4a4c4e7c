"""The plan of an import (导入方案): what each row would do to the register, before anything is written.

A row is matched to a community by the number that a template carried, or by county and name.
A name that could be two communities is asked about; nothing is ever merged by likeness.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from jiugai.domain.findings import Finding, Place, Weight
from jiugai.domain.registry.ledger import Column, LedgerReading, LedgerRow, Value
from jiugai.domain.registry.names import key

CARD_COLUMNS = (
    Column.NAME,
    Column.STREET,
    Column.NEIGHBORHOOD,
    Column.ADDRESS,
    Column.BUILT_YEAR,
    Column.BUILDINGS,
    Column.ENTRANCES,
    Column.HOUSEHOLDS,
    Column.FLOOR_AREA,
    Column.INVESTMENT,
    Column.STRUCTURE,
    Column.STOREYS,
    Column.TENURE,
    Column.PROPERTY_MANAGEMENT,
    Column.EXCLUSION,
)
"""What a community's card holds; the other columns of a ledger are steps and figures of a site."""

LABELS = {
    Column.NAME: "小区名称",
    Column.STREET: "街道（镇）",
    Column.NEIGHBORHOOD: "社区",
    Column.ADDRESS: "地址",
    Column.BUILT_YEAR: "建成年份",
    Column.BUILDINGS: "楼栋数",
    Column.ENTRANCES: "单元数",
    Column.HOUSEHOLDS: "户数",
    Column.FLOOR_AREA: "建筑面积（㎡）",
    Column.INVESTMENT: "计划投资（元）",
    Column.STRUCTURE: "结构",
    Column.STOREYS: "层数",
    Column.TENURE: "产权性质",
    Column.PROPERTY_MANAGEMENT: "物业管理",
    Column.EXCLUSION: "不纳入情形",
}


LONGEST = {
    Column.NAME: 128,
    Column.STREET: 64,
    Column.NEIGHBORHOOD: 64,
    Column.ADDRESS: 200,
    Column.STRUCTURE: 32,
    Column.STOREYS: 16,
    Column.TENURE: 32,
    Column.PROPERTY_MANAGEMENT: 32,
    Column.EXCLUSION: 64,
}
"""How many characters a card holds; a longer text is refused, never cut."""


class RowKind(Enum):
    """What a row would do (行的去向)."""

    ADD = "add"  # 新增
    CHANGE = "change"  # 改动
    SAME = "same"  # 不变
    ASK = "ask"  # 待定: a person must say
    REFUSE = "refuse"  # 拒收
    SKIP = "skip"  # 不写: a person said so


@dataclass(frozen=True, slots=True)
class KnownCard:
    """A community as the register has it, in the terms of a ledger row.

    Attributes:
      id: the community's identity.
      version: its card's version, which a template carries along.
      values: what its card says, by column.
      counted_as: the public number of the record that stands for it (重名核对); empty for itself.
      counted_name: what that one is called, as far as the reader may know.
    """

    id: int
    public_id: str
    version: int
    values: Mapping[Column, Value | None]
    counted_as: str = ""
    counted_name: str = ""

    @property
    def name(self) -> str:
        return str(self.values[Column.NAME])


@dataclass(frozen=True, slots=True)
class CellChange:
    """One value of a card that a row would change (改动项)."""

    column: Column
    old: Value | None
    new: Value


@dataclass(frozen=True, slots=True)
class RowPlan:
    """What one row would do.

    Attributes:
      question: what a person must say of it first; of a row that is added, what may be said.
      told_apart: a person said that it is a community of its own.
      resembles: the community that a row which is added looks like.
    """

    row: LedgerRow
    kind: RowKind
    card: KnownCard | None = None
    changes: tuple[CellChange, ...] = ()
    question: Finding | None = None
    told_apart: bool = False
    resembles: KnownCard | None = None


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What a file would do to the register (导入方案).

    ``register_seq`` is the last stamp that the plan knew: a register that has moved since must
    be planned against anew.
    """

    reading: LedgerReading
    rows: tuple[RowPlan, ...]
    register_seq: int = 0

    def count(self, *kinds: RowKind) -> int:
        """Return how many rows go one of these ways."""
        return sum(row.kind in kinds for row in self.rows)

    @property
    def accepted(self) -> int:
        return self.count(RowKind.ADD, RowKind.CHANGE)


Choices = Mapping[str, str]
"""What a person said of rows, by ``row_key``: ``new``, ``skip`` or ``same:PUBLIC_ID``."""


def row_key(row: LedgerRow) -> str:
    """Return how a choice names a row of a file."""
    return f"{row.sheet}!{row.row}"


def plan_import(
    reading: LedgerReading,
    register: Sequence[KnownCard],
    choices: Choices | None = None,
    register_seq: int = 0,
) -> ImportPlan:
    """Plan what a reading would do to the register of one county.

    :param register: the cards of that county, and of no other.
    :param choices: what a person said of rows that were asked about before.
    """
    by_public_id = {card.public_id: card for card in register}
    by_key: dict[str, list[KnownCard]] = {}
    for card in register:
        by_key.setdefault(key(card.name), []).append(card)
    planner = _Planner(by_public_id, by_key, choices or {}, {}, reading.document)
    rows = tuple(planner.plan(row) for row in reading.rows)
    return ImportPlan(reading, rows, register_seq)


@dataclass(slots=True)
class _Planner:
    by_public_id: Mapping[str, KnownCard]
    by_key: Mapping[str, Sequence[KnownCard]]
    choices: Choices
    taken: dict[tuple[str, str] | int, LedgerRow]
    document: str

    def plan(self, row: LedgerRow) -> RowPlan:
        if not row.accepted or not row.name:
            return RowPlan(row, RowKind.REFUSE)
        too_long = self._too_long(row)
        if too_long:
            return RowPlan(row, RowKind.REFUSE, question=too_long)
        choice = self.choices.get(row_key(row), "") if self.choices else ""
        if choice == "skip":
            return RowPlan(row, RowKind.SKIP)
        if choice == "new":
            return RowPlan(row, RowKind.ADD, told_apart=True)
        if choice.startswith("same:") and choice[5:] in self.by_public_id:
            card = self.by_public_id[choice[5:]]
            return self._against(row, card, keeps_name=self._is_other_name(row, card))
        if row.hidden_id:
            return self._by_number(row)
        return self._by_name(row)

    def _too_long(self, row: LedgerRow) -> Finding | None:
        for column, longest in LONGEST.items():
            text = str(row.values.get(column) or "")
            if len(text) > longest:
                return Finding(
                    "registry.text_too_long",
                    f"“{LABELS[column]}”写了 {len(text)} 个字，最多 {longest} 个。"
                    "请缩短，其余写进备注。本行没有写入。",
                    place=Place(self.document, row.sheet, row.cells.get(column, "")),
                )
        return None

    def _by_number(self, row: LedgerRow) -> RowPlan:
        card = self.by_public_id.get(row.hidden_id)
        if card is None:
            return self._ask(
                row,
                "registry.unknown_number",
                f"本行带有编号“{row.hidden_id}”，但本辖区台账里没有这个编号。"
                "请说明是新增小区，还是选错了模板。本行尚未写入。",
            )
        stale = row.hidden_version is not None and row.hidden_version != card.version
        if stale and changes_of(row, card):
            return self._ask(
                row,
                "registry.stale_version",
                f"模板发出以后，“{card.name}”的卡片已经改过。请重新下载模板，或确认按本行改。本行尚未写入。",
                card,
            )
        return self._against(row, card)

    def _by_name(self, row: LedgerRow) -> RowPlan:
        name_key = key(row.name)
        street = str(row.values.get(Column.STREET) or "")
        known = _once(self.by_key.get(name_key, ()))
        near = [card for card in known if _same_street(card, street)]
        if len(near) == 1:
            return self._against(row, near[0])
        if len(near) > 1:
            return self._ask(
                row,
                "registry.several_of_one_name",
                f"台账里有 {len(near)} 个“{row.name}”，分不清本行是哪一个。请逐条指明，本行尚未写入。",
                near[0],
            )
        if known and not street:
            return self._ask(row, "registry.same_name", _same_name_words(known[0]), known[0])
        earlier = self.taken.setdefault((name_key, street), row)
        if earlier is not row:
            return self._ask(
                row,
                "registry.twice_in_file",
                f"“{row.name}”与{earlier.where}同名同街道。"
                "请说明确是两个小区，还是重复的一行。本行尚未写入。",
            )
        return RowPlan(row, RowKind.ADD)

    def _is_other_name(self, row: LedgerRow, card: KnownCard) -> bool:
        """Say whether a row calls a community by the name of a record that stands down for it."""
        known = self.by_key.get(key(row.name), ())
        return any(each.counted_as == card.public_id for each in known)

    def _against(self, row: LedgerRow, card: KnownCard, *, keeps_name: bool = False) -> RowPlan:
        earlier = self.taken.setdefault(card.id, row)
        if earlier is not row:
            return self._ask(
                row,
                "registry.twice_in_file",
                f"“{row.name}”在本文件里写了两次（另见{earlier.where}），"
                "请保留一行。本行尚未写入。",
                card,
            )
        changes = changes_of(row, card)
        if keeps_name:
            changes = tuple(change for change in changes if change.column is not Column.NAME)
        if changes and card.counted_as:
            return self._ask(
                row,
                "registry.stands_down",
                f"“{card.name}”已核定与“{card.counted_name}”是同一小区，不再单独计数，"
                f"本行却有 {len(changes)} 处与它的卡片不同。"
                f"请说明是不是“{card.counted_name}”的新数。本行尚未写入。",
                self.by_public_id.get(card.counted_as),
            )
        return RowPlan(row, RowKind.CHANGE if changes else RowKind.SAME, card, changes)

    def _ask(
        self, row: LedgerRow, code: str, message: str, card: KnownCard | None = None
    ) -> RowPlan:
        cell = row.cells.get(Column.NAME, "")
        place = Place(self.document, row.sheet, cell)
        return RowPlan(
            row, RowKind.ASK, card, question=Finding(code, message, Weight.BLOCKS, place)
        )


def _once(known: Sequence[KnownCard]) -> Sequence[KnownCard]:
    """Return one record of each community, the one that is counted where it is among them."""
    if len(known) < 2:
        return known
    found: dict[str, KnownCard] = {}
    for card in known:
        community = card.counted_as or card.public_id
        if not card.counted_as or community not in found:
            found[community] = card
    return tuple(found.values())


def _same_name_words(card: KnownCard) -> str:
    street = card.values.get(Column.STREET)
    return (
        f"台账里已有“{card.name}”（{street or '未写街道'}），本行没有写街道，不能断定是同一个。"
        "请指明，本行尚未写入。"
    )


def _same_street(card: KnownCard, street: str) -> bool:
    known = str(card.values.get(Column.STREET) or "")
    return known == street if street else not known


def changes_of(row: LedgerRow, card: KnownCard) -> tuple[CellChange, ...]:
    """Return what a row says otherwise than the card.

    A blank or refused cell says nothing and leaves the card as it is: a register forgets only by
    a correction with a reason.
    """
    changes = []
    for column in CARD_COLUMNS:
        new = row.values.get(column)
        if new is None or new == "":
            continue
        old = card.values.get(column)
        if new != old:
            changes.append(CellChange(column, old, new))
    return tuple(changes)
