"""The shapes of the counties' monthly returns (月报样式): heads, dates and units as each office writes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from demo.make_city.sheets import Cell

HEADS = {
    "serial": "序号",
    "name": "小区名称",
    "street": "所属街道",
    "cohort": "年度批次",
    "applied": "申报日期",
    "approved": "批复日期",
    "number": "批复文号",
    "prepared": "方案完成日期",
    "tendered": "招标日期",
    "started": "开工日期",
    "completed": "完工日期",
    "accepted": "竣工验收日期",
    "invested": "累计完成投资（万元）",
    "received": "累计到位资金（万元）",
    "paid": "累计支付资金（万元）",
    "done_households": "已完成户数",
    "done_buildings": "已完成楼栋",
    "exit": "退出",
    "exited": "退出日期",
    "remark": "备注",
}
DAYS = ("applied", "approved", "prepared", "tendered", "started", "completed", "accepted", "exited")
MONEY = ("invested", "received", "paid")
GROUPS = {
    **dict.fromkeys(("prepared", "tendered", "started", "completed", "accepted"), "时间节点"),
    **dict.fromkeys(("invested", "received", "paid"), "资金情况（万元）"),
    **dict.fromkeys(("done_households", "done_buildings"), "累计进展"),
}

DATE_STYLES: Mapping[str, Callable[[date], Cell]] = {
    "date": lambda day: day,
    "iso": lambda day: day.isoformat(),
    "dotted": lambda day: f"{day.year}.{day.month}.{day.day}",
    "chinese": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "slashed": lambda day: f"{day.year}/{day.month}/{day.day}",
    "together": lambda day: int(day.strftime("%Y%m%d")),
}


@dataclass(frozen=True, slots=True)
class ReturnShape:
    """How one office writes its return.

    Attributes:
      file: the file's name; ``{year}``, ``{month}`` stand for the month that it tells of.
      title: of the sheet, likewise; empty if it has none.
      heads: what is headed otherwise than in ``HEADS``.
      cohort: how a cohort is written; ``{year}`` is the year.
      blank: what stands where there is nothing yet.
    """

    file: str
    title: str = ""
    note: str = ""
    heads: Mapping[str, str] = field(default_factory=dict)
    cohort: str = ""
    dates: str = "date"
    date_format: str = "yyyy-mm-dd"
    blank: str = ""
    money_unit: int = 10_000
    grouped: bool = False
    total: str = ""
    footer: str = ""


RETURN_SHAPES: Mapping[str, ReturnShape] = {
    "hanbin": ReturnShape(
        "汉滨区{month}月进度表.xlsx",
        "汉滨区{year}年{month}月老旧小区改造进度月报表",
        "填报单位：区住建局　　单位：万元、户、栋",
        grouped=True,
        heads={
            "invested": "完成投资",
            "received": "到位资金",
            "paid": "支付资金",
            "done_households": "完成户数",
            "done_buildings": "完成楼栋",
            "tendered": "定标日期",
        },
        date_format="yyyy/m/d",
        total="合计",
        footer="填报人：（项目岗）　　审核：（分管岗）",
    ),
    "hanyin": ReturnShape(
        "汉阴县{year}年{month}月月报.xlsx",
        "汉阴县城镇老旧小区改造月报（{year}年{month}月）",
        heads={
            "name": "改造小区名称",
            "street": "镇街",
            "tendered": "中标时间",
            "started": "开工时间",
            "completed": "完工时间",
        },
        dates="chinese",
        cohort="{year}年",
    ),
    "shiquan": ReturnShape(
        "石泉县_{year}{month:02d}_月报.xlsx",
        "石泉县老旧小区改造进展情况（{month}月）",
        dates="slashed",
        heads={"number": "文号", "exit": "调整原因", "exited": "调出时间"},
        total="合　计",
    ),
    "ningshan": ReturnShape(
        "宁陕县{year}年{month}月.xls",
        "宁陕县老旧小区改造月报表",
        "{year}年{month}月　　单位：万元",
        heads={
            "invested": "累计完成投资",
            "received": "资金到位",
            "paid": "资金支付",
            "street": "所属乡镇",
        },
        date_format="yyyy-mm-dd",
    ),
    "ziyang": ReturnShape(
        "紫阳县老旧小区改造{month}月份报表.xlsx",
        "紫阳县老旧小区改造{month}月份进度",
        cohort="{year}年第一批",
        dates="dotted",
        heads={
            "cohort": "批次",
            "done_households": "完工户数",
            "done_buildings": "完工楼栋数",
            "street": "乡镇",
        },
        footer="填报人：（保障岗）",
    ),
    "langao": ReturnShape(
        "岚皋{month}月.xlsx",
        heads={"street": "镇", "approved": "批准日期", "accepted": "验收日期"},
        dates="iso",
        blank="/",
    ),
    "pingli": ReturnShape(
        "平利县{year}年{month:02d}月旧改月报.xlsx",
        "平利县旧改月报",
        heads={
            "name": "小区",
            "street": "镇",
            "prepared": "前期完成时间",
            "tendered": "招标完成时间",
        },
        dates="together",
    ),
    "zhenping": ReturnShape(
        "镇坪{year}{month:02d}.csv", dates="iso", heads={"street": "所属乡镇"}, blank="-"
    ),
    "xunyang": ReturnShape(
        "旬阳月报{year}.{month}.xlsx",
        "{county}{year}年{month}月城镇老旧小区改造项目进度表",
        "单位：元",
        heads={
            "invested": "累计完成投资（元）",
            "received": "累计到位资金（元）",
            "paid": "累计支付资金（元）",
            "street": "所在乡镇",
            "started": "实际开工日期",
            "completed": "实际完工日期",
        },
        dates="dotted",
        money_unit=1,
        total="合计",
    ),
    "baihe": ReturnShape(
        "白河县{month}月老旧小区改造统计.xlsx",
        "白河县老旧小区改造统计表",
        heads={
            "street": "所在乡镇",
            "invested": "已完成投资（万元）",
            "received": "已到位资金（万元）",
            "paid": "已拨付资金（万元）",
        },
        dates="chinese",
        blank="-",
    ),
    "gaoxin": ReturnShape(
        "高新区月报（{year}年{month}月）.xlsx",
        "安康高新区老旧小区改造月报",
        heads={
            "street": "街办",
            "name": "小区全称",
            "paid": "累计拨付资金（元）",
            "invested": "累计完成投资（元）",
            "received": "累计到位资金（元）",
        },
        money_unit=1,
        dates="slashed",
        cohort="{year}年度",
    ),
    "hengkou": ReturnShape(
        "恒口示范区{year}-{month:02d}.xlsx",
        "恒口示范区老旧小区改造进度表",
        heads={"street": "所属乡镇"},
        blank="无",
    ),
}
