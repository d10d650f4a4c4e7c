"""The scope catalogue (改造内容目录): items of three classes, and what a scheme leaves out."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from jiugai.domain.findings import Finding, Weight
from jiugai.domain.law import Rule, rules_in_force


class ScopeClass(Enum):
    """How strongly an item is owed (改造内容类别)."""

    BASIC = "basic"
    IMPROVEMENT = "improvement"
    UPGRADE = "upgrade"

    @property
    def word(self) -> str:
        return {"basic": "基础类", "improvement": "完善类", "upgrade": "提升类"}[self.value]


class Reach(Enum):
    """Where an item takes effect (改造范围)."""

    INSIDE = "inside"
    LINK = "link"
    SURROUNDINGS = "surroundings"

    @property
    def word(self) -> str:
        words = {"inside": "小区内部", "link": "与小区联系", "surroundings": "小区周边"}
        return words[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeItem(Rule):
    """An item that a scheme may hold (改造内容); ``clause`` is its code, such as B02.

    Attributes:
      reach: where it may take effect.
      is_substance: True for 里子 (what is buried or structural), False for 面子 (what is seen).
      units: in which it may be counted, such as ㎡; any spelling of one of them will do.
    """

    word: str
    scope_class: ScopeClass
    reach: tuple[Reach, ...]
    is_substance: bool
    units: tuple[str, ...]


def items_in_force(items: Iterable[ScopeItem], code: str, on: date) -> dict[str, ScopeItem]:
    """Return the catalogue of a place on a day, by item code; the nearest paper's wording holds."""
    catalogue: dict[str, ScopeItem] = {}
    for item in rules_in_force(items, code, on):
        catalogue.setdefault(item.clause, item)
    return dict(sorted(catalogue.items()))


def basic_left_out(
    chosen: Collection[str], waived: Mapping[str, str], catalogue: Mapping[str, ScopeItem]
) -> tuple[ScopeItem, ...]:
    """Return the basic items that are neither chosen nor waived with a reason, by code."""
    return tuple(
        item
        for code, item in catalogue.items()
        if item.scope_class is ScopeClass.BASIC
        and code not in chosen
        and not waived.get(code, "").strip()
    )


def check_scope(
    chosen: Collection[str], waived: Mapping[str, str], catalogue: Mapping[str, ScopeItem]
) -> tuple[Finding, ...]:
    """Name what a scheme leaves out (缺项) and what it names that the catalogue lacks.

    Basic items are owed wherever they are wanting (应改尽改): each is either chosen or waived
    with a reason, such as 已于2018年改造.

    :param waived: item codes with the reason why the item is not needed.
    """
    findings = []
    unknown = sorted((set(chosen) | set(waived)) - set(catalogue))
    for code in unknown:
        message = f"改造内容“{code}”不在目录中；请从目录中选择，例如 B02。"
        findings.append(Finding("scheme.unknown_item", message))
    missing = basic_left_out(chosen, waived, catalogue)
    if missing:
        words = "、".join(f"{item.word}（{item.clause}）" for item in missing)
        cited = "；".join(dict.fromkeys(item.source for item in missing))
        doubt = "" if all(item.verified for item in missing) else "，部分条目的类别待核实"
        message = (
            f"基础类应改尽改，有 {len(missing)} 项没有列入方案，也没有写明不改的理由：{words}；"
            f"请列入，或逐项写明理由，例如“已于2018年改造”，依据{cited}{doubt}。"
        )
        findings.append(Finding("scheme.basic_items_missing", message, Weight.WARNS))
    for code in sorted(set(chosen) & set(waived)):
        message = f"“{code}”既列入改造内容，又写了不改的理由；请只留一个。"
        findings.append(Finding("scheme.item_chosen_and_waived", message))
    return tuple(findings)
