"""Lists as workbooks (导出)."""

from jiugai.domain.eligibility.verdict import Outcome
from jiugai.domain.quantities import square_metres, wan_yuan
from jiugai.domain.scheme.classification import RenewalType
from jiugai.exchange import register_export
from jiugai.services.actor import Actor
from jiugai.services.facts import Horizon
from jiugai.services.reporting.ledger_list import Filter, LedgerLine, lines

HEADINGS = (
    "编号",
    "小区名称",
    "县区",
    "街道（镇）",
    "社区",
    "地址",
    "建成年份",
    "楼栋数（栋）",
    "单元数",
    "户数（户）",
    "建筑面积（㎡）",
    "计划投资（万元）",
    "批次",
    "进度",
    "累计完成投资（万元）",
    "认定",
    "改造类型",
)


def ledger(asked: Horizon, narrowed: Filter, *, actor: Actor) -> bytes:
    """Return a narrowed ledger as a workbook, every line of it.

    :raises NotAllowed: if the actor may not look at communities.
    """
    found = lines(asked, narrowed, actor=actor)
    title = f"小区台账（截至 {asked.as_of}，{len(found):,} 个）"
    return register_export.write_rows(title, HEADINGS, (_row(line) for line in found))


def _row(line: LedgerLine) -> tuple[object, ...]:
    card = line.card
    return (
        card.public_id,
        card.name,
        line.county,
        card.street,
        card.neighborhood,
        card.address,
        card.built_year,
        card.buildings,
        card.entrances,
        card.households,
        None if card.area_dm2 is None else square_metres(card.area_dm2),
        None if card.investment_fen is None else wan_yuan(card.investment_fen, 2),
        "、".join(str(year) for year in line.years),
        line.stage.word if line.stage is not None else "",
        None if line.invested_fen is None else wan_yuan(line.invested_fen, 2),
        Outcome(line.outcome).word if line.outcome else "未认定",
        RenewalType(line.renewal_type).word if line.renewal_type else "",
    )
