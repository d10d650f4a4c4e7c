"""The figures that papers share money out by (分配因素目录), as the tables of regions head them."""

from fractions import Fraction

from jiugai.domain.funding.allocation_rule import FactorColumn

STANDARD_COLUMNS = (
    FactorColumn(
        code="area_m2",
        word="改造面积",
        unit="㎡",
        headings=("改造面积(㎡)", "改造面积(平方米)", "老旧小区改造面积(㎡)", "建筑面积(㎡)"),
        decimals=2,
    ),
    FactorColumn(
        code="households",
        word="改造户数",
        unit="户",
        headings=("改造户数", "改造户数(户)", "户数", "户数(户)"),
    ),
    FactorColumn(
        code="buildings",
        word="改造楼栋数",
        unit="栋",
        headings=("改造楼栋数", "改造楼栋数(栋)", "楼栋数", "楼栋数(栋)", "楼栋", "栋数"),
    ),
    FactorColumn(
        code="communities",
        word="改造小区个数",
        unit="个",
        headings=(
            "改造小区个数",
            "改造小区个数(个)",
            "改造小区数",
            "小区数",
            "小区个数",
            "小区数(个)",
        ),
    ),
    FactorColumn(
        code="hardship",
        word="财政困难程度系数",
        headings=("财政困难程度系数", "财政困难系数", "困难系数", "财政困难程度"),
        step=Fraction(1, 100),
        decimals=6,
        above_zero=True,
    ),
    FactorColumn(
        code="performance",
        word="绩效评价结果",
        headings=("绩效评价结果", "绩效评价结果(分)", "绩效", "绩效得分", "绩效系数"),
        decimals=6,
    ),
    FactorColumn(
        code="last_households",
        word="上年度实际改造户数",
        unit="户",
        headings=("上年度实际改造户数", "上年度改造户数", "上年改造户数", "上年度改造户数(户)"),
    ),
    FactorColumn(
        code="last_investment_yuan",
        word="上年度实际总投资",
        unit="元",
        headings=("上年度实际总投资(元)", "上年度实际投资(元)", "上年实际投资(元)"),
        step=Fraction(10_000),
        decimals=2,
    ),
)
"""The columns that every rule may use; an office's own rule may declare more."""
