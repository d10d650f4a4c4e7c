"""Work out what communities are granted by a rule (小区补助): for whoever has a table; no database.

It reads and computes, and writes nothing; nobody's permission is needed for that.
"""

from dataclasses import dataclass
from typing import Any

from jiugai.domain.findings import Finding, blocking
from jiugai.domain.funding.grant_rule import GrantRule
from jiugai.domain.funding.grants import Grant, grant, total_fen
from jiugai.domain.quantities import yuan
from jiugai.exchange.funding.claims_table import read_claims
from jiugai.exchange.funding.grant_rules import grant_rules, read_grant_rule
from jiugai.exchange.policy_tables import BadPolicy

__all__ = [
    "BadPolicy",
    "GrantRule",
    "Granted",
    "grant_table",
    "in_sentences",
    "read_grant_rule",
    "rules",
    "to_json",
]


@dataclass(frozen=True, slots=True)
class Granted:
    """What a table of communities is granted (补助核定表); none where a finding blocks."""

    rule: GrantRule
    grants: tuple[Grant, ...]
    findings: tuple[Finding, ...]


def rules() -> dict[str, GrantRule]:
    """Return the rules on file, by the name under which ``--rule`` knows them."""
    return grant_rules()


def grant_table(content: bytes, *, document: str, rule: GrantRule) -> Granted:
    """Work out the grants of a table; without grants if the table says too little of any row."""
    read = read_claims(content, document, rule)
    grants = () if blocking(read.findings) else tuple(grant(rule, one) for one in read.claims)
    return Granted(rule, grants, read.findings)


def to_json(found: Granted) -> dict[str, Any]:
    """Return grants as one JSON document; money is in 元."""
    rule = found.rule
    return {
        "rule": {
            "title": rule.title,
            "clause": rule.clause,
            "region": rule.region,
            "in_force_from": rule.in_force_from,
            "source": rule.source,
            "url": rule.url,
            "note": rule.note,
            "verified": not rule.doubts,
            "unverified": list(rule.doubts),
        },
        "grants": [
            {
                "community": one.community,
                "yuan": str(yuan(one.fen)),
                "because": one.because,
                "parts": [
                    {"word": part.word, "yuan": str(yuan(part.fen)), "formula": part.formula}
                    for part in one.parts
                ],
            }
            for one in found.grants
        ],
        "sum_yuan": str(yuan(total_fen(found.grants))) if found.grants else None,
        "findings": [
            {
                "code": one.code,
                "cell": one.place.cell,
                "message": one.message,
                "weight": one.weight.value,
            }
            for one in found.findings
        ],
    }


def in_sentences(found: Granted) -> list[str]:
    """Return grants as people read them, a line for each community."""
    if not found.grants:
        return ["没有核定："]
    rule = found.rule
    lines = [
        f"《{rule.title}》（{rule.citation}），{len(found.grants)} 个小区，"
        f"合计 {yuan(total_fen(found.grants)):,} 元。"
    ]
    if rule.doubts:
        lines.append(f"待核实的：{'；'.join(rule.doubts)}。")
    lines += [f"  {one.community}  {yuan(one.fen):,} 元。{one.because}" for one in found.grants]
    return lines
