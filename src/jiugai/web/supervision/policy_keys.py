"""What the keys and the values of policy files are called on the screen (政策参数的说法)."""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any

from jiugai.domain.eligibility.rules import Exclusion, Treatment
from jiugai.domain.funding.alerts.catalogue import ALERTS
from jiugai.domain.funding.allocation_columns import STANDARD_COLUMNS
from jiugai.domain.funding.grant_rule import SetUp
from jiugai.domain.funding.source_rules import Permission
from jiugai.domain.funding.sources import Source
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.reporting.checks.catalogue import CHECKS
from jiugai.domain.reporting.indicators import Basis, Quantity
from jiugai.domain.reporting.masters.forms import CountedIn, Idea, Master, Record
from jiugai.domain.reporting.submission.stages import Stage
from jiugai.domain.scheme.catalogue import Reach, ScopeClass
from jiugai.domain.scheme.checklists import EvidenceKind, ToldBy
from jiugai.domain.supervision.grades import TraceKind
from jiugai.domain.supervision.leads import ChargeKind
from jiugai.domain.supervision.lights import Light
from jiugai.domain.supervision.orders.ladder import Rung
from jiugai.domain.supervision.rewards import Roll
from jiugai.domain.supervision.risk import RiskSign
from jiugai.domain.supervision.scoring_scheme import Effect
from jiugai.domain.supervision.standards.catalogue import CHECKS as STANDARD_CHECKS
from jiugai.services.supervision.policy_library import Provision

KEYS: Mapping[str, str] = {
    "master": "主管部门", "idea": "含义", "label": "栏目", "record": "数据来源", "cut_off": "几日截止（0为月末）",
    "projects": "只算有哪些来源的项目", "counted_in": "计量单位",
    "built_by": "建成年份不晚于", "treatment": "怎样处理", "conditions": "条件", "cap": "至多占",
    "share": "比例", "strict": "须超过比例", "kind": "种类", "word": "名称", "claim": "所报节点",
    "earliest_days": "最早（天）", "latest_days": "最晚（天）", "at_least": "不少于",
    "outside": "须来自外部", "grade": "等次", "kinds_at_least": "至少几种",
    "outside_at_least": "其中外部至少几种", "name": "名称", "words": "写法", "first_days": "各年第一天",
    "stored_unit": "存储单位", "shown_unit": "显示单位", "stored_per_shown": "换算",
    "decimals": "小数位", "ratio": "比值", "unit": "单位", "typical": "常见范围", "doubt": "提示范围",
    "impossible": "拒收范围", "column": "列", "fewest_rows": "至少几行", "apart": "离群倍数",
    "restored": "换算后倍数", "alone_apart": "单列离群倍数", "alone_restored": "单列换算后倍数",
    "element": "版面要素", "width_mm": "宽（毫米）", "height_mm": "高（毫米）", "top_mm": "天头（毫米）",
    "left_mm": "订口（毫米）", "lines": "每页行数", "characters": "每行字数", "body_pt": "正文字号（磅）",
    "title_pt": "标题字号（磅）", "imprint_pt": "版记字号（磅）", "page_number_pt": "页码字号（磅）",
    "song_title": "标题字体", "fangsong": "仿宋字体", "hei": "黑体字体", "kai": "楷体字体",
    "song": "宋体字体", "below_top_mm": "距版心上边缘（毫米）", "colour": "颜色", "most_pt": "字号至多（磅）",
    "empty_lines_above": "上空行数", "empty_lines_below": "下空行数", "below_number_mm": "距文号（毫米）",
    "thickness_pt": "线粗（磅）", "sealed_date_right": "盖章时日期右空字数",
    "unsealed_name_right": "不盖章时署名右空字数", "unsealed_date_shift": "不盖章时日期右移字数",
    "outer_line_mm": "首末线粗（毫米）", "inner_line_mm": "中间线粗（毫米）", "indent": "左右空字数",
    "below_type_area_mm": "距版心下边缘（毫米）", "rung": "措施", "days_late": "逾期天数",
    "who": "由谁办", "code_minutes": "口令有效（分钟）", "late_hours": "补传时限（小时）",
    "most_photos": "至多几张", "clock_minutes": "时钟误差（分钟）", "refuse_at_most": "不超过即退回（位）",
    "look_at_most": "不超过即请人看（位）", "sort_at_most": "不超过即列出（位）",
    "quality_at_least": "画质不低于", "step": "节点", "definition": "含义", "evidence": "证据",
    "expects": "缺了提示", "wants_document": "须有文件", "requires": "缺了拒收", "never_before": "不得早于",
    "doubtful_from": "此后办提示", "refused_from": "此后办拒收", "weeks": "看近几周", "behind_below": "低于即滞后",
    "days": "天数", "least_days": "至少几天", "red": "红榜几名", "black": "黑榜几名",
    "amber_days": "超过即提示（天）", "red_days": "超过即报警（天）", "every_days": "至多几天一次", "amber_gap": "落后亮黄灯", "red_gap": "落后亮红灯", "small": "小样本（小区数不超过）",
    "built_early_by": "早建年份不晚于", "small_households": "小体量户数", "incomplete_below": "设施不全低于",
    "complete_from": "设施完整不低于", "metres": "相距（米）", "door_numbers": "门牌相差",
    "most_households": "户数至多", "check": "核验项", "version": "第几版", "value": "数",
    "reason": "为什么是这个数", "scope_class": "类别", "reach": "范围", "is_substance": "属于里子",
    "group": "组别", "text": "标准", "needs": "查什么", "gate": "把住的节点", "stage": "环节",
    "days_after": "月末后几天", "file_bytes": "文件（字节）", "members": "包内文件数",
    "member_name_characters": "包内文件名字数", "unpacked_bytes": "解开后（字节）",
    "ratio_from_bytes": "从多少字节起看压缩比", "token_bytes": "一格文字（字节）", "rows": "行数",
    "columns": "列", "cells": "格数", "area_cells": "区域格数", "line_bytes": "一行（字节）",
    "picture_bytes": "照片（字节）", "picture_pixels": "照片像素", "picture_side": "照片边长（像素）",
    "memory_bytes": "内存（字节）", "cpu_seconds": "计算时间（秒）", "wall_seconds": "等候时间（秒）",
    "open_files": "打开文件数", "answer_bytes": "答复（字节）", "light": "灯", "deviation_at_most": "差异不超过",
    "factor": "下月加倍", "random": "随机抽几个", "by_risk": "按风险抽几个", "sign": "风险迹象", "points": "分值",
    "before": "原代码", "before_name": "原名", "after": "现代码", "after_name": "现名", "code": "代码",
    "parent": "所属", "numerator": "分子", "denominator": "分母", "bases": "口径", "why": "为什么看它",
    "checked_by": "怎样核对", "title": "名称", "total": "满分", "takes_total": "取原表总分",
    "marking": "算法", "above": "高于", "below": "低于", "target": "目标（%）", "per": "每低（百分点）",
    "deduct": "扣分", "bonus": "每超加分", "bonus_most": "至多加分", "least": "最低得分", "steps": "不足一步",
    "weight": "占比", "sheets": "各次", "effect": "奖惩", "top": "前几名", "bottom": "末几名",
    "roll": "榜别", "measure": "指标", "cohort_back": "批次早几年", "lights": "亮哪些灯",
    "money": "资金", "plan": "计划增减", "at_most": "不高于", "body": "单位", "known_as": "也叫", "part": "责任",
    "duty": "职责", "document": "文件", "about": "要求", "deadline": "期限原文", "due_on": "期限",
    "each_county": "每个县区各一份", "when_nobody": "因素无人有时", "times": "乘以",
    "cap_yuan_per_m2": "补助基数上限（元/㎡）", "up": "每高一步加", "up_most": "至多加", "down": "每低一步减",
    "rounds_up_above": "高出不足一步按一步", "rounds_up_below": "低出不足一步按一步", "yuan": "金额（元）",
    "places": "适用区县", "each": "每一步", "of": "所属部分",
    "fund": "资金来源", "answer": "可否", "classes": "哪些类别", "items": "哪些内容",
    "most_share": "至多承担", "papers": "须有文件", "item_over": "单项可超出", "alert": "预警项",
    "told_by": "由系统判定", "rank": "第几级", "counts": "计什么", "mark": "分值",
    "is_owed": "应改尽改", "item": "内容", "scope": "类别", "is_local": "本级财政",
    "standard": "核对哪一条", "units": "可用单位", "is_promised": "由小区自己出", "kinds": "能付的大类",
    "yuan_per_m2": "单价（元/㎡）", "least_sheets": "至少几份评分表", "full": "满分",
    "trim_from": "几份起去掉最高最低",
}  # fmt: skip


def _words(*kinds: type[Enum]) -> dict[str, str]:
    """Return the words of enumerations, by the spelling that policy files use."""
    return {
        (one.name.lower() if isinstance(one.value, int) else str(one.value)): getattr(
            one, "word", ""
        )
        for kind in kinds
        for one in kind
    }


_STEPS = _words(Step)
_COLUMNS = {
    "households": "户数", "buildings": "楼栋数", "entrances": "单元数", "floor_area_m2": "建筑面积",
    "investment_yuan": "投资",
    **{column.code: column.word for column in STANDARD_COLUMNS},
}  # fmt: skip
_WORK_KINDS = {
    "inside": "小区内配套设施", "body": "房屋公共部位", "care": "适老、无障碍和公共空间",
    "earning": "有收益设施", "lift": "加装电梯", "energy": "节能改造", "upgrade": "社区服务设施",
}  # fmt: skip
_PLAN_FUNDS = {
    "central": "中央财政补助", "ndrc": "中央预算内投资", "province": "省级配套",
    "city": "市级配套", "county": "县区配套", "bond": "专项债券", "capital": "社会资本",
    "operators": "专营单位", "owners": "原产权单位", "residents": "居民出资",
}  # fmt: skip
VALUES: Mapping[str, Mapping[str, str]] = {
    **dict.fromkeys(
        ("claim", "step", "expects", "requires", "never_before", "doubtful_from", "refused_from"),
        _STEPS,
    ),
    "gate": _STEPS,
    "kind": {**_words(TraceKind), **_words(ChargeKind), **_WORK_KINDS},
    "kinds": _WORK_KINDS,
    "money": {**_PLAN_FUNDS, **_words(Source)},
    "code": {**_WORK_KINDS, **_PLAN_FUNDS},
    "scope": _words(ScopeClass),
    "counts": {
        "carried_over": "续建", "endangered": "有险情", "hazard": "隐患", "listed": "已列入规划",
        "local_money": "本级财政负担", "neighbours": "连片", "willing": "居民意愿",
        "works": "改造内容",
    },
    "told_by": _words(ToldBy),
    "evidence": _words(EvidenceKind),
    "treatment": {
        Treatment.ADMIT.value: "纳入",
        Treatment.RESERVE.value: "列为储备",
        Treatment.IF_ADOPTED.value: "本地采纳后才纳入",
    },
    "rung": _words(Rung),
    "light": _words(Light),
    "sign": _words(RiskSign),
    "stage": _words(Stage),
    "scope_class": _words(ScopeClass),
    "reach": _words(Reach),
    "fund": _words(Source),
    "master": _words(Master),
    "idea": _words(Idea),
    "record": _words(Record),
    "counted_in": _words(CountedIn),
    "projects": _words(Source),
    "answer": _words(Permission),
    "classes": _words(ScopeClass),
    "bases": _words(Basis),
    "numerator": _words(Quantity),
    "denominator": _words(Quantity),
    "effect": _words(Effect),
    "roll": _words(Roll),
    "measure": {"start_rate": "开工率", "completion_rate": "完工率"},
    "lights": _words(Light),
    "marking": {"linear": "按差扣分", "binary": "完成得分", "each": "逐次扣分", "given": "直接评分"},
    "steps": {"proportional": "按比例", "whole": "不扣", "begun": "按一步扣"},
    "ratio": _COLUMNS,
    "column": _COLUMNS,
    "times": _COLUMNS,
    "when_nobody": {"refuse": "不分", "others": "其余因素分"},
    "conditions": _words(SetUp),
    "element": {
        "paper": "纸张", "type_area": "版心", "grid": "行和字", "type_sizes": "字号", "fonts": "字体",
        "mark": "发文机关标志", "number": "发文字号", "title": "标题",
        "signature": "署名和日期", "imprint": "版记", "page_number": "页码", "red_line": "红色分隔线",
    },
    "part": {"leads": "牵头", "assists": "配合"},
    "check": {check.code: check.title for check in CHECKS},
    "standard": {check.code: f"{check.code} {check.title}" for check in STANDARD_CHECKS},
    "alert": {alert.code: f"{alert.code} {alert.title}" for alert in ALERTS},
}  # fmt: skip
_MACHINE = frozenset({"code", "indicator", "catalogue"})
"""Names for the machine; beside a Chinese name they say nothing more."""


def said(one: Provision) -> list[tuple[str, str]]:
    """Return what a provision lays down, as pairs of a name and a value."""
    hidden = set(_MACHINE) if {"word", "name"} & set(one.values) else set()
    if one.values.get("kind") in {kind.value for kind in Exclusion}:
        hidden.add("kind")  # the sentence that goes with it says what it is
    return [
        (KEYS.get(key, key), _value(key, value, one))
        for key, value in one.values.items()
        if key not in hidden
    ]


def _value(key: str, value: Any, one: Provision) -> str:
    if key == "name" and "check" in one.values:
        return _threshold(str(one.values["check"]), str(value))
    if key == "name" and "alert" in one.values:
        return _alert_threshold(str(one.values["alert"]), str(value))
    if key == "name" and "standard" in one.values:
        return _standard_threshold(str(one.values["standard"]), str(value))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        between = "—" if key in {"typical", "doubt", "impossible"} else "、"
        return between.join(_value(key, part, one) for part in value)
    return VALUES.get(key, {}).get(str(value), str(value))


def _threshold(code: str, name: str) -> str:
    """Return what a threshold of a check means."""
    found = next((check for check in CHECKS if check.code == code), None)
    return found.limits.get(name, name) if found else name


def _alert_threshold(code: str, name: str) -> str:
    """Return what a threshold of an alert means."""
    found = next((alert for alert in ALERTS if alert.code == code), None)
    return found.limits.get(name, name) if found else name


def _standard_threshold(code: str, name: str) -> str:
    """Return what a number or a list of words of a standard's check means."""
    found = next((check for check in STANDARD_CHECKS if check.code == code), None)
    return {**found.limits, **found.words}.get(name, name) if found else name
