"""Rules of grants as files (小区补助办法文件): those of ``policy/grants/`` and an office's own."""

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from importlib.resources import files

from jiugai.domain.findings import Finding, Place
from jiugai.domain.funding.grant_rule import (
    AreaGrant,
    GrantRule,
    HouseholdGrant,
    OnceGrant,
    SetUp,
)
from jiugai.domain.scheme.catalogue import ScopeClass
from jiugai.exchange.policy_tables import (
    RULE_FIELDS,
    BadPolicy,
    Field,
    Table,
    choice,
    choices,
    flag,
    number,
    read_document,
    share,
    text,
    words,
)

MOST_BYTES = 1 << 20
_CITED: dict[str, Field] = {"source": text(), "verified": flag().or_else(True)}
TABLES = (
    Table("rule", {**RULE_FIELDS, "title": text()}, identity=()),
    Table(
        "area",
        {
            "word": text(),
            "cap_yuan_per_m2": number(),
            "each": share(),
            "up": share(),
            "up_most": share(),
            "down": share(),
            "rounds_up_above": flag().or_else(False),
            "rounds_up_below": flag().or_else(False),
            "note": text().or_else(""),
            **_CITED,
        },
        identity=("word",),
    ),
    Table(
        "floor", {"scope_class": choice(ScopeClass), "share": share(), **_CITED}, ("scope_class",)
    ),
    Table(
        "household",
        {"word": text(), "yuan": number(), "places": words().or_else(()), **_CITED},
        identity=("word",),
    ),
    Table(
        "once",
        {"word": text(), "yuan": number(), "conditions": choices(SetUp), **_CITED},
        identity=("word",),
    ),
)


@cache
def grant_rules() -> dict[str, GrantRule]:
    """Return the rules of the policy floor by the name of their file.

    :raises BadPolicy: if a file is not whole.
    """
    folder = files("jiugai.policy.grants")
    found = sorted(file.name for file in folder.iterdir() if file.name.endswith(".toml"))
    return {
        name.removesuffix(".toml"): read_grant_rule(folder.joinpath(name).read_bytes(), name)
        for name in found
    }


def read_grant_rule(content: bytes, document: str) -> GrantRule:
    """Return the rule that a file declares.

    :raises BadPolicy: with every fault of the file.
    """
    if len(content) > MOST_BYTES:
        raise BadPolicy([_fault("文件超过 1 MB，不像一份补助办法。", document)])
    found = read_document(content, document, TABLES)
    if len(found["rule"]) != 1:
        message = f"应有且只有一个 [rule]，读到 {len(found['rule'])} 个。"
        raise BadPolicy([_fault(message, document)])
    floors: dict[ScopeClass, Fraction] = {
        entry["scope_class"]: entry["share"] for entry in found["floor"]
    }
    rule = GrantRule(
        **found["rule"][0],
        areas=tuple(AreaGrant(**entry, floors=floors) for entry in found["area"]),
        households=tuple(HouseholdGrant(**entry) for entry in found["household"]),
        once=tuple(OnceGrant(**entry) for entry in found["once"]),
    )
    faults = [_fault(message, document) for message in _faults(rule, floors)]
    if faults:
        raise BadPolicy(faults)
    return rule


def _faults(rule: GrantRule, floors: dict[ScopeClass, Fraction]) -> Iterator[str]:
    if not (rule.areas or rule.households or rule.once):
        yield "没有 [[area]]、[[household]] 或 [[once]]，不知道补什么。"
    if len(rule.areas) > 1:
        yield f"[[area]] 只能有一个，读到 {len(rule.areas)} 个。"
    missing = [one.word for one in ScopeClass if one not in floors]
    if rule.areas and missing:
        yield f"按面积补助要有每一类的居民出资下限 [[floor]]，还缺{'、'.join(missing)}。"
    for area in rule.areas:
        if not area.each:
            yield f"“{area.word}”的 each 是 0，数不出几步；应为例如 1/100。"
        if area.cap_yuan_per_m2 <= 0:
            yield f"“{area.word}”的 cap_yuan_per_m2 应大于 0，例如 300。"
    sums = {one.word: one.yuan for one in rule.households} | {o.word: o.yuan for o in rule.once}
    yield from (f"“{word}”的 yuan 不能是负数。" for word, yuan in sums.items() if yuan < 0)
    elsewhere = [one.word for one in rule.households if not one.places]
    if rule.households and len(elsewhere) != 1:
        yield "按户补助应有且只有一条不写 places，用于其余地方。"
    named = rule.places
    if twice := sorted({place for place in named if named.count(place) > 1}):
        yield f"{'、'.join(twice)}写在两条 [[household]] 里，分不清用哪一条。"


def _fault(message: str, document: str) -> Finding:
    return Finding("funding.rule", message, place=Place(document))
