"""Rules on what money may pay for as files (资金用途规定文件): those on file, and an office's own matrix.

An office's own file may also hold waivers, each with the paper that grants it, and what must match what.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable

from jiugai.domain.findings import Finding, Place
from jiugai.domain.funding.pooling.statement import MatchRule
from jiugai.domain.funding.source_rules import Permission, SourceRule, Waiver, faults_of
from jiugai.domain.funding.sources import Source
from jiugai.domain.scheme.catalogue import Reach, ScopeClass
from jiugai.exchange.policy_files import ON_FILE, scope_items
from jiugai.exchange.policy_tables import (
    BadPolicy,
    Table,
    choice,
    choices,
    read_document,
    read_tables,
    rule_table,
    share,
    text,
    words,
)

MOST_BYTES = 1 << 20
RULES = rule_table(
    "rule",
    {
        "fund": choice(Source),
        "answer": choice(Permission),
        "classes": choices(ScopeClass).or_else(()),
        "items": words().or_else(()),
        "reach": choices(Reach).or_else(()),
        "most_share": share().or_else(None),
        "papers": words().or_else(()),
    },
    identity=("clause",),
)
WAIVERS = Table(
    "waiver",
    {"fund": choice(Source), "item": text(), "paper": text()},
    identity=("fund", "item"),
)

MATCHES = rule_table(
    "match",
    {"fund": choice(Source), "by": choices(Source), "least": share()},
    identity=("clause",),
)


@dataclass(frozen=True, slots=True)
class MatrixFile:
    """What an office's own file lays down (资金用途表文件)."""

    rules: tuple[SourceRule, ...]
    waivers: tuple[Waiver, ...]
    matches: tuple[MatchRule, ...]


@cache
def source_rules(root: Traversable = ON_FILE) -> tuple[SourceRule, ...]:
    """Return the rules on what money may pay for.

    :raises BadPolicy: if a file on any level is not whole, or names an item that no catalogue has.
    """
    rules = tuple(
        SourceRule(**entry) for entry in read_tables(root, "source_rules", (RULES,))["rule"]
    )
    _refuse_faults(rules, "source_rules.toml")
    return rules


def read_matrix(content: bytes, document: str) -> MatrixFile:
    """Return the rules, the waivers and the matches of an office's own file.

    :raises BadPolicy: with every fault of the file.
    """
    if len(content) > MOST_BYTES:
        raise BadPolicy([_fault("文件超过 1 MB，不像一份资金用途规定。", document)])
    found = read_document(content, document, (RULES, WAIVERS, MATCHES))
    rules = tuple(SourceRule(**entry) for entry in found["rule"])
    _refuse_faults(rules, document)
    return MatrixFile(
        rules,
        tuple(Waiver(**entry) for entry in found["waiver"]),
        tuple(MatchRule(**entry) for entry in found["match"]),
    )


def _refuse_faults(rules: tuple[SourceRule, ...], document: str) -> None:
    faults = faults_of(rules, [item.clause for item in scope_items()])
    if faults:
        raise BadPolicy([_fault(message, document) for message in faults])


def _fault(message: str, document: str) -> Finding:
    return Finding("funding.source_rule", f"资金用途规定没有读入：{message}", place=Place(document))
