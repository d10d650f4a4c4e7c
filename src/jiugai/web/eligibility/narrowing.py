"""Lists of eligibility, narrowed and paged (筛选与翻页): read from the address, written into it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.http import QueryDict

from jiugai.domain.registry.names import key
from jiugai.storage.divisions.queries import DivisionRow
from jiugai.storage.registry.queries import Card

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a list is narrowed to; what makes no sense narrows nothing.

    Attributes:
      kind: the outcome, the type, or how sure an area is; empty for all.
    """

    county_id: int | None
    kind: str
    name: str
    page: int

    def admits(self, card: Card) -> bool:
        """Say whether a community is of the county and bears the name asked for."""
        if self.county_id is not None and card.county_id != self.county_id:
            return False
        wanted = self.name.strip()
        return not wanted or wanted in card.name or key(wanted) in card.name_key

    def url(self, **changed: object) -> str:
        """Return the query string of this list with some conditions changed."""
        values: dict[str, object] = {
            "county": self.county_id,
            "kind": self.kind,
            "q": self.name,
        } | changed
        kept = {name: value for name, value in values.items() if value not in ("", None)}
        return f"?{urlencode(kept)}" if kept else "?"


def read(said: QueryDict, kinds: Iterable[str]) -> Narrowed:
    """Read the conditions of a list from its address."""
    county, page, kind = (said.get(name, "") for name in ("county", "page", "kind"))
    return Narrowed(
        county_id=_number(county),
        kind=kind if kind in set(kinds) else "",
        name=said.get("q", "")[:64],
        page=_number(page) or 1,
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def filter_bar(
    narrowed: Narrowed,
    *,
    action: str,
    target: str,
    counties: Sequence[DivisionRow],
    kinds: tuple[str, list[tuple[str, str]]],
    found: str,
) -> dict[str, Any]:
    """Return the conditions for ``components/filter_bar.html``.

    :param kinds: what the choice is called, and its values with their words.
    """
    label, pairs = kinds
    ordered = sorted(counties, key=lambda county: ("-" in county.code, county.code))
    return {
        "action": action,
        "target": target,
        "search": {"name": "q", "value": narrowed.name, "placeholder": "按小区名称找"},
        "choices": [
            _choice(
                "county",
                "县区",
                [("", "全部县区"), *((str(c.id), c.name) for c in ordered)],
                str(narrowed.county_id or ""),
            ),
            _choice("kind", label, [("", f"全部{label}"), *pairs], narrowed.kind),
        ],
        "found": found,
    }


def _choice(name: str, label: str, pairs: Iterable[tuple[str, str]], chosen: str) -> dict[str, Any]:
    options = [{"value": v, "label": word, "selected": v == chosen} for v, word in pairs]
    return {"name": name, "label": label, "options": options}


def paged(
    items: Sequence[Item], narrowed: Narrowed, *, size: int, noun: str
) -> tuple[Sequence[Item], dict[str, Any]]:
    """Return one page of a list, and the way on; a page beyond the last is the last."""
    pages = max(1, -(-len(items) // size))
    page = min(max(1, narrowed.page), pages)
    first = (page - 1) * size
    shown = items[first : first + size]
    numbers = sorted({1, pages, *range(page - 2, page + 3)} & set(range(1, pages + 1)))
    listed: list[dict[str, Any]] = []
    for before, number in zip([0, *numbers], numbers, strict=False):
        if number != before + 1:
            listed.append({"label": "…", "url": "", "current": False})
        listed.append(
            {"label": number, "url": narrowed.url(page=number), "current": number == page}
        )
    return shown, {
        "summary": f"第 {first + 1 if shown else 0:,}–{first + len(shown):,} {noun}，共 {len(items):,} {noun}",
        "pages": listed,
        "previous": narrowed.url(page=page - 1) if page > 1 else "",
        "next": narrowed.url(page=page + 1) if page < pages else "",
    }
