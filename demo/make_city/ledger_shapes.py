"""The shapes of the counties' ledgers (台账样式): no two alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Head = tuple[str, str, str]
"""A column of a ledger: what it holds, the group above its head, and its head."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How one county writes its ledger.

    Attributes:
      file: the workbook's name, with the ending that tells its format.
      area_unit, money_unit: how many ㎡ and 元 one unit of the head is.
      by: ``list`` (one list), ``streets`` (one list with a sum after each street), ``sheets`` (a
        sheet for each town), ``pages`` (headings repeated as when it was printed).
      slips, riddles, doubts: how many cells of each kind, see ``mess``.
      twice: how many communities stand in it a second time, written otherwise.
      blank: what stands where there is nothing.
      wrong_total: by how much the stated total of households is off.
    """

    place: str
    file: str
    heads: Sequence[Head]
    title: str = ""
    note: str = ""
    footer: Sequence[str] = ()
    by: str = "list"
    area_unit: int = 1
    money_unit: int = 10_000
    total: str = "合计"
    subtotal: str = "小计"
    blank: str = ""
    slips: Mapping[str, int] = field(default_factory=dict)
    riddles: Mapping[str, int] = field(default_factory=dict)
    doubts: Mapping[str, int] = field(default_factory=dict)
    twice: int = 0
    wrong_total: int = 0
    swapped: bool = False
    street_merged: bool = False
    last_years_copy: bool = False


def _heads(text: str) -> list[Head]:
    """Read ``key=group/head`` or ``key=head``, one a word."""
    found = []
    for word in text.split():
        key, _, head = word.partition("=")
        group, slash, leaf = head.rpartition("|")
        found.append((key, group if slash else "", leaf))
    return found


SHAPES = (
    Shape(
        "hanbin",
        "汉滨区老旧小区台账（终稿）改2.xlsx",
        _heads(
            "serial=序号 name=小区名称 street=所属街道（镇） neighborhood=社区 built_year=建成年份 "
            "buildings=规模|楼栋 households=规模|户数 area=规模|面积（㎡） investment=估算投资（万元） "
            "tenure=权属 management=有无物业 remark=备注"
        ),
        title="汉滨区城镇老旧小区摸底台账",
        note="填报单位：区住建局　　单位：栋、户、平方米、万元　　注：2000年底前建成的全部列入",
        footer=("填报人：（统计岗）　　审核：（分管岗）　　2019年3月",),
        by="streets",
        blank="/",
        slips={
            "wide_households": 9,
            "wide_buildings": 6,
            "households_unit": 8,
            "buildings_unit": 5,
            "year_word": 7,
            "area_thousands": 7,
            "year_built": 3,
            "money_unit": 3,
            "name_wide": 3,
            "name_variant": 2,
        },
        riddles={"decade_90s": 2, "decade_80s": 1, "two_counts": 1, "area_slip": 1, "two_years": 1},
        doubts={"about": 2, "short_year": 1},
        twice=2,
        wrong_total=30,
        last_years_copy=True,
    ),
    Shape(
        "xunyang",
        "旬阳县台账汇总（含分镇表）3月.xlsx",
        _heads(
            "serial=序号 street=乡镇 neighborhood=所在社区 name=小区（楼院）名称 address=地址 "
            "built_year=建成时间 buildings=楼幢数 entrances=单元数 households=居民户数 "
            "area=建筑面积（平方米） structure=结构 storeys=层数 management=物业管理情况"
        ),
        title="旬阳县{street}老旧小区基本情况表",
        note="填报单位：{street}人民政府",
        footer=("审核人：（镇分管岗）　　填报人：（城建岗）",),
        by="sheets",
        blank="-",
        slips={
            "year_month": 9,
            "year_date": 8,
            "households_unit": 6,
            "wide_year": 5,
            "buildings_spoken": 6,
            "name_space": 2,
        },
        riddles={"decade_80s": 1, "count_range": 1, "mistyped_year": 1},
        doubts={"about": 1},
        twice=1,
    ),
    Shape(
        "shiquan",
        "石泉县_2019年旧改摸底表.xls",
        _heads(
            "serial=序号 name=老旧小区名称 street=街道/镇 neighborhood=社区 built_year=建成年代 "
            "buildings=楼栋数（栋） households=住户数（户） area=建筑面积（㎡） investment=计划投资（万元） "
            "structure=房屋结构 remark=备注"
        ),
        title="石泉县老旧小区改造摸底调查表",
        note="填报时间：2019年3月20日",
        total="合　计",
        slips={"year_word": 12, "wide_households": 7, "households_unit": 5, "area_unit": 6},
        riddles={"two_counts": 1, "decade_90s": 1},
    ),
    Shape(
        "hanyin",
        "汉阴县城镇老旧小区统计表.xlsx",
        _heads(
            "serial=编号 street=镇街 neighborhood=社区 name=小区名称 address=坐落 "
            "built_year=基本情况|建成年份 buildings=基本情况|楼栋数 entrances=基本情况|单元数 "
            "households=基本情况|总户数 area=基本情况|建筑面积（万㎡） investment=概算投资（万元） tenure=产权性质"
        ),
        title="汉阴县城镇老旧小区统计表",
        note="（截至2019年3月15日）",
        footer=(
            "说明：1.建成年份以房产登记为准。",
            "2.概算投资为初步估算，以批复为准。",
            "填报人：（项目岗）",
        ),
        area_unit=10_000,
        slips={
            "wide_buildings": 6,
            "buildings_unit": 5,
            "year_word": 6,
            "money_unit": 5,
            "households_unit": 4,
        },
        riddles={"area_slip": 1, "two_years": 1},
    ),
    Shape(
        "pingli",
        "平利.csv",
        _heads(
            "serial=序号 name=小区 street=镇 neighborhood=社区 built_year=建成年份 buildings=栋数 "
            "households=户数 area=面积(平方米) investment=投资估算(万元) management=物业"
        ),
        title="平利县老旧小区台账",
        blank="/",
        total="合计",
        slips={"area_thousands": 9, "year_word": 7, "wide_households": 4, "buildings_unit": 5},
        riddles={"count_range": 1},
        doubts={"about": 1},
    ),
    Shape(
        "ningshan",
        "宁陕县老旧小区情况统计表.ods",
        _heads(
            "serial=序号 street=所属乡镇 neighborhood=所属社区 name=小区名称 built_year=建设年代 "
            "buildings=楼栋 households=户数 area=总建筑面积（平方米） structure=结构类型 storeys=楼层 tenure=房屋性质"
        ),
        title="宁陕县老旧小区情况统计表",
        note="单位：栋、户、平方米",
        slips={"year_word": 6, "wide_year": 4, "households_unit": 5, "buildings_spoken": 4},
        riddles={"decade_80s": 1},
    ),
    Shape(
        "ziyang",
        "紫阳县老旧小区摸底台账2019.xlsx",
        _heads(
            "serial=序号 street=乡镇 neighborhood=社区 name=小区（院落）名称 built_year=建成年份 buildings=幢数 "
            "households=户数 area=建筑面积（m²） investment=估算总投资（万元） remark=备注"
        ),
        title="紫阳县老旧小区摸底台账",
        footer=("填报人：（住建局保障岗）",),
        by="pages",
        subtotal="本页小计",
        total="总计",
        blank="无",
        slips={"wide_households": 6, "year_built": 5, "area_unit": 7, "buildings_unit": 6},
        riddles={"area_comma": 1, "mistyped_year": 1},
        twice=1,
    ),
    Shape(
        "langao",
        "岚皋县2019摸底（报市局）.xlsx",
        _heads(
            "serial=序号 street=镇 neighborhood=社区（村） name=小区名称 built_year=建成时间 buildings=楼栋数 "
            "households=户数 area=建筑面积（㎡） storeys=层数 management=有无物业管理"
        ),
        title="岚皋县城镇老旧小区摸底情况表",
        footer=("制表：（房产岗）　　　　　审核：（分管岗）",),
        slips={"year_date": 16, "year_month": 6, "buildings_unit": 5, "wide_households": 4},
        riddles={"broken_formula": 1},
    ),
    Shape(
        "baihe",
        "白河县台账.xlsx",
        _heads(
            "serial=序 name=小区名称 street=所在乡镇 neighborhood=居委会 built_year=建成年份 buildings=楼栋 "
            "households=涉及居民 area=建筑面积 investment=计划投资"
        ),
        title="白河县老旧小区基本情况",
        note="单位：栋、户、平方米、万元",
        slips={
            "households_unit": 14,
            "buildings_unit": 12,
            "area_unit": 9,
            "money_unit": 7,
            "area_wan": 3,
        },
        riddles={"two_counts": 1},
        twice=1,
    ),
    Shape(
        "zhenping",
        "镇坪县.xlsx",
        _heads(
            "serial=序号 street=所属镇街 neighborhood=所属社区 name=小区名称 built_year=建成年份 buildings=楼栋数 "
            "households=户数 area=建筑面积（平方米） investment=估算投资（元） structure=结构"
        ),
        money_unit=1,
        total="",
        slips={"year_word": 3},
    ),
    Shape(
        "gaoxin",
        "高新区老旧小区明细（改）.xlsx",
        _heads(
            "serial=序号 name=小区全称 address=具体位置 street=街办 neighborhood=社区 area=总建筑面积（平方米） "
            "households=总户数 buildings=总栋数 built_year=竣工年份 tenure=产权类型 investment=改造所需资金（万元）"
        ),
        title="安康高新区老旧小区明细表",
        total="",
        slips={"area_thousands": 6, "year_word": 5, "wide_households": 4},
        riddles={"half_household": 1},
        doubts={"short_year": 1},
        swapped=True,
    ),
    Shape(
        "hengkou",
        "恒口示范区老旧小区.xlsx",
        _heads(
            "serial=序号 name=小区名稱 street=鎮 neighborhood=社區 built_year=建成年份 buildings=棟數 "
            "households=戶數 area=建築面積（㎡） remark=備註"
        ),
        title="恒口示范区（试验区）老旧小区统计",
        total="合計",
        street_merged=True,
        slips={"name_variant": 2, "year_word": 4, "buildings_unit": 3},
    ),
)
