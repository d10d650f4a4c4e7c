"""The rules of a choice as a folder of files (比选规则文件夹): those of ``policy/plan_choice/`` or an office's own.

All files of the folder are read as one. A folder that contradicts itself is refused with all of its
faults: a kind that nobody defines, two rules for one payment, marks of the wrong sign.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

from jiugai.domain.findings import Finding, Place
from jiugai.domain.law import Rule
from jiugai.domain.programme.choice.aims import Aim, AimKind
from jiugai.domain.programme.choice.rules import (
    CountyFloor,
    ExtensionCap,
    KindItem,
    MatchRule,
    PaymentRule,
    PlanSource,
    WorkKind,
)
from jiugai.domain.scheme.catalogue import ScopeClass
from jiugai.exchange.policy_tables import (
    RULE_FIELDS,
    BadPolicy,
    Table,
    choice,
    flag,
    number,
    read_document,
    share,
    text,
    whole,
    words,
)

MOST_BYTES = 1 << 20
MOST_FILES = 50
_ONE = Fraction(1)
TABLES = (
    Table(
        "kind",
        {
            "code": text(),
            "word": text(),
            "scope": choice(ScopeClass),
            "is_owed": flag(),
            "source": text(),
        },
        identity=("code",),
    ),
    Table(
        "item",
        {
            "code": text(),
            "word": text(),
            "kind": text(),
            "mark": number().or_else(_ONE),
            "source": text(),
        },
        identity=("code",),
    ),
    Table(
        "source",
        {
            **RULE_FIELDS,
            "code": text(),
            "word": text(),
            "is_promised": flag().or_else(False),
            "is_local": flag().or_else(False),
            "yuan_per_household": whole(1, 10**7).or_else(None),
        },
        identity=("code", "in_force_from"),
    ),
    Table(
        "payment",
        {
            **RULE_FIELDS,
            "money": text(),
            "kinds": words(),
            "least": share().or_else(Fraction(0)),
            "most": share().or_else(_ONE),
        },
        identity=("clause", "money", "in_force_from"),
    ),
    Table(
        "match",
        {**RULE_FIELDS, "payers": words(), "of": words(), "share": share()},
        identity=("clause", "in_force_from"),
    ),
    Table("floor", {**RULE_FIELDS, "least": share()}, identity=("in_force_from",)),
    Table(
        "extension_cap",
        {**RULE_FIELDS, "share": share(), "task_households": whole(1, 10**7)},
        identity=("in_force_from",),
    ),
    Table(
        "aim",
        {**RULE_FIELDS, "rank": whole(1, 9), "counts": choice(AimKind), "mark": number()},
        identity=("counts", "in_force_from"),
    ),
)

AnyRule = TypeVar("AnyRule", bound=Rule)


@dataclass(frozen=True, slots=True)
class PlanRules:
    """The rules of a choice that are in force on a day (比选规则)."""

    kinds: tuple[WorkKind, ...]
    items: tuple[KindItem, ...]
    sources: tuple[PlanSource, ...]
    payments: tuple[PaymentRule, ...]
    matches: tuple[MatchRule, ...]
    floor: CountyFloor | None
    extension_cap: ExtensionCap | None
    aims: tuple[Aim, ...]

    @property
    def all(self) -> tuple[Rule, ...]:
        """Return the dated ones."""
        single = [one for one in (self.floor, self.extension_cap) if one is not None]
        return (*self.sources, *self.payments, *self.matches, *single, *self.aims)


@cache
def rules_on_file() -> dict[str, bytes]:
    """Return the files of ``policy/plan_choice/`` by name."""
    return folder_files(files("jiugai.policy.plan_choice"))


def folder_files(folder: Traversable) -> dict[str, bytes]:
    """Return the ``.toml`` files of a folder by name, not more of each than is ever read."""
    found = {}
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml") and file.is_file():
            with file.open("rb") as stream:
                found[file.name] = stream.read(MOST_BYTES + 1)
    return found


def read_plan_rules(contents: Mapping[str, bytes], on: date) -> PlanRules:
    """Return the rules of a folder that are in force on a day.

    :param contents: the files by name.
    :raises BadPolicy: with every fault of every file.
    """
    entries = _entries(contents)
    faults = [Finding("choice.rule", message) for message in _faults(entries)]
    if faults:
        raise BadPolicy(faults)
    found = PlanRules(
        kinds=tuple(_kind(one) for one in entries["kind"]),
        items=tuple(_item(one) for one in entries["item"]),
        sources=_in_force([_source(one) for one in entries["source"]], on),
        payments=_in_force([PaymentRule(**one) for one in entries["payment"]], on),
        matches=_in_force([MatchRule(**one) for one in entries["match"]], on),
        floor=_latest([CountyFloor(**one) for one in entries["floor"]], on),
        extension_cap=_latest([ExtensionCap(**one) for one in entries["extension_cap"]], on),
        aims=_in_force([Aim(**one) for one in entries["aim"]], on),
    )
    faults = [Finding("choice.rule", message) for message in _faults_together(found, on)]
    if faults:
        raise BadPolicy(faults)
    return found


def _entries(contents: Mapping[str, bytes]) -> dict[str, list[dict[str, Any]]]:
    findings: list[Finding] = []
    if not contents or len(contents) > MOST_FILES:
        message = f"规则文件夹里应有 1 到 {MOST_FILES} 个 .toml 文件，读到 {len(contents)} 个。"
        findings.append(Finding("choice.rule", message))
    entries: dict[str, list[dict[str, Any]]] = {table.name: [] for table in TABLES}
    for name, content in sorted(contents.items()):
        if len(content) > MOST_BYTES:
            message = "文件超过 1 MB，不像一份比选规则。"
            findings.append(Finding("choice.rule", message, place=Place(name)))
            continue
        try:
            for table, rows in read_document(content, name, TABLES).items():
                entries[table] += rows
        except BadPolicy as bad:
            findings += bad.findings
    if findings:
        raise BadPolicy(findings)
    return entries


def _kind(entry: Mapping[str, Any]) -> WorkKind:
    return WorkKind(entry["code"], entry["word"], entry["scope"].word, entry["is_owed"])


def _item(entry: Mapping[str, Any]) -> KindItem:
    return KindItem(entry["code"], entry["word"], entry["kind"], entry["mark"])


def _source(entry: Mapping[str, Any]) -> PlanSource:
    said = dict(entry)
    yuan = said.pop("yuan_per_household")
    return PlanSource(**said, fen_per_household=None if yuan is None else yuan * 100)


def _faults(entries: Mapping[str, list[dict[str, Any]]]) -> Iterator[str]:
    for table in ("kind", "item", "source", "payment", "aim"):
        if not entries[table]:
            yield f"规则文件夹里没有一条 [[{table}]]，不知道怎样比选。"
    kinds = {one["code"] for one in entries["kind"]}
    sources = {one["code"] for one in entries["source"]}
    for one in entries["item"]:
        if one["kind"] not in kinds:
            yield f"[[item]]“{one['code']}”的 kind 写了“{one['kind']}”，没有这个大类。"
        if one["mark"] < 0:
            yield f"[[item]]“{one['code']}”的 mark 是负数，应不小于 0。"
    for one in entries["payment"]:
        yield from _unknown(f"[[payment]]“{one['clause']}”的 kinds", one["kinds"], kinds)
        yield from _unknown(f"[[payment]]“{one['clause']}”的 money", (one["money"],), sources)
        if one["least"] > one["most"]:
            yield f"[[payment]]“{one['clause']}”的 least 大于 most，没有钱能同时满足。"
    for one in entries["match"]:
        yield from _unknown(f"[[match]]“{one['clause']}”的 payers", one["payers"], sources)
        yield from _unknown(f"[[match]]“{one['clause']}”的 of", one["of"], sources)
        if set(one["payers"]) & set(one["of"]):
            yield f"[[match]]“{one['clause']}”的 payers 和 of 有同一个来源，不能给自己配套。"
    for one in entries["aim"]:
        wrong = one["mark"] > 0 if one["counts"].is_of_money else one["mark"] < 0
        if wrong or not one["mark"]:
            sign = "小于 0（出得越少越好）" if one["counts"].is_of_money else "大于 0"
            yield f"[[aim]]“{one['counts'].word}”的 mark 应{sign}。"


def _unknown(where: str, codes: tuple[str, ...], known: set[str]) -> Iterator[str]:
    wrong = "、".join(code for code in codes if code not in known)
    if wrong:
        yield f"{where} 写了“{wrong}”，没有定义；已定义的：{'、'.join(sorted(known))}。"


def _faults_together(found: PlanRules, on: date) -> Iterator[str]:
    """Refuse what stands side by side on the day: two words for one thing, none at all."""
    named = [
        *({one.code, one.word} for one in found.items),
        *({one.code, one.word} for one in found.sources),
    ]
    heads = Counter(head.lower() for each in named for head in each)
    twice = "、".join(sorted(head for head, times in heads.items() if times > 1))
    if twice:
        yield f"“{twice}”既是这一项又是那一项的代码或名称，表头会分不清，请改名。"
    pairs = Counter((rule.money, kind) for rule in found.payments for kind in rule.kinds)
    for (money, kind), times in sorted(pairs.items()):
        if times > 1:
            yield f"“{money}”付“{kind}”在 {on} 有 {times} 条 [[payment]] 同时有效，不知道以哪条为准。"
    if not any(not aim.counts.is_of_money for aim in found.aims):
        yield f"{on} 没有一条有效的 [[aim]] 说选什么样的小区，不知道怎样比选。"
    mixed = {aim.rank for aim in found.aims if aim.counts.is_of_money}
    if mixed & {aim.rank for aim in found.aims if not aim.counts.is_of_money}:
        yield "同一级 [[aim]] 里既有选小区的，又有看谁出钱的；请分成两级，先选小区后排资金。"
    if mixed and min(mixed) < max(aim.rank for aim in found.aims if not aim.counts.is_of_money):
        yield "看谁出钱的 [[aim]] 应排在选小区的之后。"


def _in_force(rules: list[AnyRule], on: date) -> tuple[AnyRule, ...]:
    return tuple(rule for rule in rules if _holds(rule, on))


def _latest(rules: list[AnyRule], on: date) -> AnyRule | None:
    return max(_in_force(rules, on), key=lambda rule: rule.in_force_from, default=None)


def _holds(rule: Rule, on: date) -> bool:
    until = rule.in_force_until
    return rule.in_force_from <= on and (until is None or on <= until)
