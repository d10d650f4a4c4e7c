"""Share a sum out among regions by a rule (因素法分配): for whoever has a table; no database.

It reads and computes, and writes nothing; nobody's permission is needed for that.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from jiugai.domain.findings import Finding, blocking
from jiugai.domain.funding.allocation import (
    SHARE_DECIMALS,
    TIE_RULE,
    Allocation,
    OneMore,
    RegionShare,
    allocate,
)
from jiugai.domain.funding.allocation_rule import AllocationRule
from jiugai.domain.quantities import percent, round_half_up, yuan
from jiugai.exchange.funding.allocation_rules import allocation_rules, read_allocation_rule
from jiugai.exchange.funding.regions_table import Regions, read_regions
from jiugai.exchange.policy_tables import BadPolicy
from jiugai.exchange.strict_cells import Unread, fen_of

__all__ = [
    "Allocation",
    "AllocationRule",
    "BadPolicy",
    "Unread",
    "allocate_table",
    "allocated",
    "fen_of",
    "in_sentences",
    "read_allocation_rule",
    "rules",
    "to_json",
]


def rules() -> dict[str, AllocationRule]:
    """Return the rules on file, by the name under which ``--rule`` knows them."""
    return allocation_rules()


def allocate_table(
    content: bytes, *, document: str, rule: AllocationRule, total_fen: int
) -> Allocation:
    """Share a sum out among the regions of a table.

    :returns: the shares with every finding; without shares, and with a blocking finding, if the
      table cannot be read by the rule or the rule does not say how.
    """
    return allocated(read_regions(content, document, rule), rule, total_fen)


def allocated(read: Regions, rule: AllocationRule, total_fen: int) -> Allocation:
    """Share a sum out among regions that were read."""
    if blocking(read.findings):
        return Allocation(rule, total_fen, (), (), read.findings)
    found = allocate(rule, read.regions, total_fen)
    findings = (*read.findings, *found.findings)
    return Allocation(rule, total_fen, found.shares, found.undefined, findings)


def to_json(found: Allocation) -> dict[str, Any]:
    """Return an allocation as one JSON document.

    Shares are decimals that sum to 1 exactly; ``exact`` is the share as a fraction. Money is in 元.
    """
    told = bool(found.shares)
    return {
        "rule": _rule(found.rule),
        "total_yuan": str(yuan(found.total_fen)),
        "shares": [_share(one) for one in found.shares],
        "sum_yuan": str(yuan(sum(one.fen for one in found.shares))) if told else None,
        "rounding": f"最大余额法到分；{TIE_RULE}",
        "undefined": [term.word for term in found.undefined],
        "findings": [_finding(one) for one in found.findings],
    }


def _rule(rule: AllocationRule) -> dict[str, Any]:
    return {
        "title": rule.title,
        "clause": rule.clause,
        "region": rule.region,
        "in_force_from": rule.in_force_from,
        "in_force_until": rule.in_force_until,
        "source": rule.source,
        "url": rule.url,
        "note": rule.note,
        "verified": not rule.doubts,
        "unverified": list(rule.doubts),
        "terms": [
            {
                "part": term.part.word,
                "factor": term.column.code,
                "times": [column.code for column in term.times],
                "weight": str(term.weight),
            }
            for term in rule.terms
        ],
    }


def _share(one: RegionShare) -> dict[str, Any]:
    return {
        "region": one.region,
        "share": shown_share(one),
        "yuan": str(yuan(one.fen)),
        "exact": str(one.share),
        "because": because(one),
        "got_remainder": one.got_remainder,
        "factors": [
            {
                "part": each.term.part.word,
                "factor": each.term.column.code,
                "word": each.term.word,
                "weight": str(each.term.weight),
                "part_of_all": str(round_half_up(each.part_of, SHARE_DECIMALS)),
                "share": str(round_half_up(each.share, SHARE_DECIMALS)),
                "yuan": str(yuan(each.fen)),
            }
            for each in one.contributions
        ],
        "one_more": [
            {
                "factor": each.column.code,
                "word": each.column.word,
                "step": step_word(each),
                "yuan": None if each.fen is None else str(round_half_up(each.fen / 100, 2)),
            }
            for each in one.one_more
        ],
    }


def shown_share(one: RegionShare) -> str:
    """Return a share as a decimal; those of all regions sum to 1."""
    whole, rest = divmod(one.shown, 10**SHARE_DECIMALS)
    return f"{whole}.{rest:0{SHARE_DECIMALS}d}"


def because(one: RegionShare) -> str:
    """Return where a region's share comes from, in one sentence."""
    addends = "，".join(
        f"{each.term.word}占 {percent(each.part_of, 4)} × 权重 {percent(each.term.weight, 2)} "
        f"＝ {percent(each.share, 4)}"
        for each in one.contributions
    )
    rounded = "，含尾差 0.01 元" if one.got_remainder else ""
    return f"{addends}，合计 {percent(one.share, 4)}，得 {yuan(one.fen):,} 元{rounded}。"


def step_word(one: OneMore) -> str:
    """Return what one more is: ``1 ㎡``, ``0.01``, ``1 万元``."""
    step = one.column.step
    if one.column.unit == "元" and step % 10_000 == 0:
        return f"{step / 10_000} 万元"
    text = str(round_half_up(step, 6)).rstrip("0").rstrip(".")
    return f"{text} {one.column.unit}".rstrip()


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "cell": finding.place.cell,
        "message": finding.message,
        "weight": finding.weight.value,
    }


def in_sentences(found: Allocation) -> list[str]:
    """Return an allocation as people read it: the table, where it comes from, what more would bring."""
    if not found.shares:
        return ["没有分配："]
    rule, doubts = found.rule, found.rule.doubts
    lines = [
        f"《{rule.title}》（{rule.citation}），"
        f"{yuan(found.total_fen):,} 元分给 {len(found.shares)} 个地区，合计 "
        f"{yuan(sum(one.fen for one in found.shares)):,} 元，一分不差。"
    ]
    if doubts:
        lines.append(f"待核实的：{'；'.join(doubts)}。")
    rows = [(one.region, percent(one.share, 4), f"{yuan(one.fen):,}") for one in found.shares]
    lines += _columns((("地区", "份额", "金额（元）"), *rows))
    lines.append("各地区的钱从哪里来：")
    lines += [f"  {one.region}：{because(one)}" for one in found.shares]
    lines.append("其余都不变，多报一个单位会多得（元）：")
    lines += [f"  {one.region}：{_more(one.one_more)}" for one in found.shares]
    lines.append(f"尾差：最大余额法到分；{TIE_RULE}。")
    return lines


def _more(every: Iterable[OneMore]) -> str:
    return "，".join(
        f"{one.column.word}多 {step_word(one)} "
        + ("没有定义" if one.fen is None else _signed(one.fen / 100))
        for one in every
    )


def _signed(amount: Fraction) -> str:
    shown = round_half_up(amount, 2)
    return f"{shown:+,}" if shown else "0.00"


def _columns(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Yield rows with their columns under each other; a Chinese character is two wide."""
    listed = list(rows)
    widths = [max(_width(row[n]) for row in listed) for n in range(len(listed[0]))]
    for first, *others in listed:
        padded = [first + " " * (widths[0] - _width(first))]
        padded += [" " * (widths[n] - _width(text)) + text for n, text in enumerate(others, 1)]
        yield "  " + "  ".join(padded)


def _width(text: str) -> int:
    return sum(1 if character.isascii() else 2 for character in text)
