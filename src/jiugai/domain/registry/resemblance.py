"""What a new row of a ledger looks like among the communities on file (新增行的重名核对).

Nothing is held up by a likeness: the row goes in as it says, unless a person says otherwise, and
its pair waits to be decided. Whoever sends a ledger is told of it beforehand.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from jiugai.domain.findings import Finding, Place, Weight
from jiugai.domain.registry.duplicates import Entry, Pair, entry_of, pairs_across
from jiugai.domain.registry.ledger import Column
from jiugai.domain.registry.plan import ImportPlan, KnownCard, RowKind, RowPlan


@dataclass(frozen=True, slots=True)
class OnFile:
    """A community on file that new rows are held against (在册对照).

    Attributes:
      county: what its county is called.
      card: its card, if the sender may change it; a row may be said to be this one.
      is_seen: whether the sender may be told more of it than its county.
    """

    entry: Entry
    county: str
    card: KnownCard | None
    is_seen: bool


def told_of_look_alikes(
    plan: ImportPlan, fresh: Sequence[Entry], register: Sequence[OnFile]
) -> ImportPlan:
    """Return a plan in which each new row says which community on file it looks like.

    :param fresh: what is compared of its new rows, see ``new_entries``.
    :param register: the communities on file; the refs of their entries are their own.
    """
    on_file = {one.entry.ref: one for one in register}
    found: dict[int, list[tuple[Pair, OnFile]]] = {}
    for pair in pairs_across(fresh, [one.entry for one in register]):
        if isinstance(pair.first.ref, int):
            found.setdefault(pair.first.ref, []).append((pair, on_file[pair.second.ref]))
    if not found:
        return plan
    rows = tuple(
        _told(row, found[place], plan.reading.document) if place in found else row
        for place, row in enumerate(plan.rows)
    )
    return replace(plan, rows=rows)


def new_entries(plan: ImportPlan, *, county: str, is_carved_out: bool = False) -> list[Entry]:
    """Return what is compared of the new rows of a plan; ``ref`` is the place in the plan.

    :param county: whose ledger it is, as the entries of the register name counties; what a row
      itself says of its county is no news.
    """
    found = (
        entry_of(row.row, place, county, is_carved_out=is_carved_out)
        for place, row in enumerate(plan.rows)
        if is_new(row)
    )
    return [entry if entry.county == county else replace(entry, county=county) for entry in found]


def is_new(row: RowPlan) -> bool:
    """Say whether a row enters a community of which nobody has said that it is one of its own."""
    return row.kind is RowKind.ADD and not row.told_apart


def _told(row: RowPlan, found: Sequence[tuple[Pair, OnFile]], document: str) -> RowPlan:
    pair, known = min(found, key=_nearest)
    others = f"（相近的共 {len(found)} 个）" if len(found) > 1 else ""
    place = Place(document, row.row.sheet, row.row.cells.get(Column.NAME, ""))
    wait = (
        "如是同一个，请点“就是”；不点则照常新增，写入后列入“重名核对”等人确认。"
        if known.card
        else "照常新增，写入后列入“重名核对”，由市改造办核对。"
    )
    message = f"“{row.row.name}”{_words(pair, known)}{others}。{wait}没有替您合并。"
    question = Finding("registry.looks_alike", message, Weight.WARNS, place)
    return replace(row, question=question, resembles=known.card)


def _nearest(one: tuple[Pair, OnFile]) -> tuple[object, ...]:
    pair, known = one
    return (known.card is None, -len(pair.alike), -pair.likeness, str(pair.second.ref))


def _words(pair: Pair, known: OnFile) -> str:
    like = "同名" if pair.same_name else "名称相近" if pair.likeness else "像是同一处"
    if not known.is_seen:
        return f"与{known.county}的一个小区{like}{told_without_values(pair)}"
    where = pair.second.street or "未写街道"
    place = where if known.card else f"{known.county}{where}"
    return f"与台账里的“{pair.second.name}”（{place}）{like}（{'，'.join(pair.reasons)}）"


def told_without_values(pair: Pair) -> str:
    """Return what is alike besides the names, for whoever may not see one side: no value of it."""
    return f"，{'、'.join(pair.alike)}相同" if pair.alike else ""


def choices_of(row: RowPlan) -> Mapping[str, str]:
    """Return what may be said of a row that was asked about or that looks like another.

    :returns: the choice as it is kept, and what it is for: ``same``, ``new``, ``skip``.
    """
    card = row.card if row.kind is RowKind.ASK else row.resembles
    found = {f"same:{card.public_id}": "same"} if card else {}
    if row.question is not None and row.question.code != "registry.stands_down":
        found["new"] = "new"
    return found | {"skip": "skip"}
