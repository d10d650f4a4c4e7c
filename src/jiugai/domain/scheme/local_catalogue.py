"""Local catalogues (本地目录): a place's own heads of what is renovated, each with the national items.

A bill keeps the place's own head beside the national code: money is judged by the code, and the
place reads its own words. What stands in no catalogue stays as it was written, and is called its own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from jiugai.domain.findings import Finding, Place, Weight
from jiugai.domain.law import Rule
from jiugai.domain.registry.characters import fold
from jiugai.domain.scheme.bill import BillLine
from jiugai.domain.scheme.catalogue import ScopeItem


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalHead(Rule):
    """One head of a local catalogue (本地分类).

    Attributes:
      catalogue: the catalogue's own code; ``title`` what it is called.
      word: what the place calls the head.
      items: codes of the national catalogue that it holds.
      duty: how strongly it is owed, in the place's words; empty if it does not say.
    """

    catalogue: str
    title: str
    word: str
    items: tuple[str, ...]
    duty: str = ""


def head_of(line: BillLine, heads: Iterable[LocalHead]) -> LocalHead | None:
    """Return the head that a line names, by its words or its clause; None if it is the place's own."""
    named = fold(line.head)
    return next((one for one in heads if named in (fold(one.word), fold(one.clause))), None)


def by_head(lines: Iterable[BillLine], heads: Sequence[LocalHead]) -> dict[str, int]:
    """Return what each head comes to, in 分: the catalogue's in its order, then the place's own."""
    sums: dict[str, int] = {one.word: 0 for one in heads}
    for line in lines:
        found = head_of(line, heads) if line.head else None
        word = found.word if found else line.head
        sums[word] = sums.get(word, 0) + line.amount_fen
    return sums


def check_heads(
    lines: Iterable[BillLine],
    heads: Sequence[LocalHead],
    catalogue: Mapping[str, ScopeItem],
    document: str = "",
) -> tuple[Finding, ...]:
    """Return what is doubtful of the local heads that lines name; none of it keeps a bill out."""
    return tuple(_faults(lines, heads, catalogue, document))


def _faults(
    lines: Iterable[BillLine],
    heads: Sequence[LocalHead],
    catalogue: Mapping[str, ScopeItem],
    document: str,
) -> Iterator[Finding]:
    for line in lines:
        if not line.head:
            continue
        place = Place(document, cell=f"第{line.number}行")
        if not heads:
            message = f"写了本地分类“{line.head}”，没有选本地目录；按原文保留，没有替您归类。"
            yield Finding("scheme.head_no_catalogue", message, Weight.NOTES, place)
            continue
        head = head_of(line, heads)
        if head is None:
            known = "、".join(one.word for one in heads)
            message = f"“{line.head}”不在{heads[0].title}里，按自有条目保留；目录里有：{known}。"
            yield Finding("scheme.head_own", message, Weight.NOTES, place)
        elif line.item not in head.items:
            item = catalogue.get(line.item)
            word = item.word if item else line.item
            message = (
                f"{word}（{line.item}）写在“{head.word}”下，{head.title}里它不在这一类；"
                f"请核对，依据{head.citation}。没有替您改。"
            )
            yield Finding("scheme.head_item", message, Weight.WARNS, place)
