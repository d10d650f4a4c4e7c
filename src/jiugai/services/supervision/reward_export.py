"""Rewards and cuts of a released ranking as a workbook (奖惩导出)."""

from collections.abc import Iterator
from fractions import Fraction

from jiugai.domain.quantities import round_half_up, yuan
from jiugai.domain.supervision.rewards import RewardProposal, signed, signed_fen
from jiugai.exchange import register_export
from jiugai.services.supervision.rewards import RewardRow, RewardsPage

HEADINGS = (
    "县区",
    "代码",
    "影响年度",
    "措施",
    "条款",
    "依据",
    "依据已核实",
    "指标",
    "批次",
    "完成",
    "计划",
    "名次",
    "灯",
    "榜别",
    "建议计划增减（%）",
    "建议资金增减（%）",
    "下年计划投资（元）",
    "下年下达资金（元）",
    "状态",
    "决定计划增减（%）",
    "决定资金增减（%）",
    "计划增减金额（元）",
    "资金增减金额（元）",
    "决定见于",
    "理由",
    "决定日期",
)


def rewards_workbook(page: RewardsPage) -> bytes:
    """Return all that was drawn up from a ranking, within the officer's reach, one row each."""
    title = f"{page.month.in_prose}排名的奖惩建议，影响 {page.year} 年计划和资金"
    return register_export.write_rows(title, HEADINGS, _rows(page), sheet="奖惩")


def _rows(page: RewardsPage) -> Iterator[tuple[object, ...]]:
    for row in page.rows:
        yield (*_proposed(row.proposal, page), *_decided(row))


def _proposed(one: RewardProposal, page: RewardsPage) -> tuple[object, ...]:
    ground = one.ground
    return (
        page.names.get(one.county, one.county),
        one.county,
        one.year,
        one.effect.word,
        one.clause,
        one.source,
        "是" if one.verified else "待核实",
        ground.measure,
        ground.cohort,
        ground.done,
        ground.planned,
        ground.rank,
        ground.light.word,
        ground.roll.word,
        _percent(one, one.plan),
        _percent(one, one.money),
        _yuan(one.basis.plan_fen),
        _yuan(one.basis.money_fen),
    )


def _decided(row: RewardRow) -> tuple[object, ...]:
    one, decision = row.proposal, row.decision
    if decision is None:
        return ("待决定", None, None, None, None, "", "", None)
    return (
        decision.ruling.word,
        _percent(one, decision.plan),
        _percent(one, decision.money),
        _yuan(signed_fen(one.effect, one.basis.plan_fen, decision.plan)),
        _yuan(signed_fen(one.effect, one.basis.money_fen, decision.money)),
        decision.paper,
        decision.words,
        decision.on,
    )


def _percent(one: RewardProposal, share: Fraction | None) -> object:
    return None if share is None else round_half_up(signed(one.effect, share) * 100, 2)


def _yuan(fen: int | None) -> object:
    return None if fen is None else yuan(fen)
