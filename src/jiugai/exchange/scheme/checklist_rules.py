"""Checklists as policy files (工作法清单文件)."""

from collections.abc import Iterator
from functools import cache
from importlib.resources.abc import Traversable

from jiugai.domain.findings import Finding, Place
from jiugai.domain.scheme.checklists import ChecklistRule, EvidenceKind, ToldBy
from jiugai.exchange.policy_files import ON_FILE
from jiugai.exchange.policy_tables import (
    BadPolicy,
    choices,
    read_tables,
    rule_table,
    text,
    words,
)

RULES = rule_table(
    "checklist",
    {
        "title": text(),
        "items": words(),
        "evidence": choices(EvidenceKind),
        "told_by": choices(ToldBy).or_else(()),
    },
    identity=("clause",),
)


@cache
def checklist_rules(root: Traversable = ON_FILE) -> tuple[ChecklistRule, ...]:
    """Return the checklists of the policy files.

    :raises BadPolicy: if a file on any level is not whole.
    """
    found = read_tables(root, "checklists", (RULES,))["checklist"]
    rules = tuple(ChecklistRule(**entry) for entry in found)
    faults = [*_faults(rules)]
    if faults:
        raise BadPolicy(faults)
    return rules


def _faults(rules: tuple[ChecklistRule, ...]) -> Iterator[Finding]:
    for rule in rules:
        for fault in rule.faults:
            message = f"工作法清单没有读入：{fault}"
            yield Finding("scheme.checklist_rule", message, place=Place("checklists.toml"))
