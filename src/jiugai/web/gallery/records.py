"""Lists and their filters, a community's life and facts, and how a figure was counted."""

from datetime import date, datetime
from fractions import Fraction

from jiugai.web.gallery.figures import BEIJING, HERE, Record, league
from jiugai.web.templatetags.formats import rate


def switch() -> Record:
    words = (("全部", 37), ("工程", 12), ("资金", 9), ("群众", 14), ("更正", 2))
    return {
        "label": "事实的种类",
        "options": [
            {"label": word, "count": count, "url": "#", "current": word == "全部"}
            for word, count in words
        ],
    }


def views() -> list[Record]:
    words = (("全部", 1085), ("2020 批复", 45), ("未开工", 43), ("有存疑", 17), ("存为视图", None))
    return [
        {"label": word, "count": count, "url": "#", "current": word == "2020 批复"}
        for word, count in words
    ]


def filter() -> Record:
    return {
        "action": "",
        "target": "#gallery-rows",
        "search": {"name": "q", "placeholder": "小区、地址、编号"},
        "choices": [
            {"name": "county", "label": "县区", "options": [{"value": "", "label": "全部县区"}]},
            {"name": "stage", "label": "阶段", "options": [{"value": "", "label": "全部阶段"}]},
        ],
        "chips": [{"label": "批次：2020", "remove_url": "#"}],
        "found": "45 个小区 · 6,214 户",
    }


def pagers() -> list[Record]:
    numbered = [{"label": n, "url": "#", "current": n == 2} for n in (1, 2, 3)]
    return [
        {"summary": "第 51–100 个，共 1,085 个", "previous": "#", "next": "#",
         "pages": [*numbered, {"label": ""}, {"label": 22, "url": "#"}]},
        {"summary": "前 50 条事实", "previous": "", "next": "#"},
    ]  # fmt: skip


def bulk() -> Record:
    return {
        "noun": "个小区",
        "actions": [
            {"label": "交办督办", "name": "act", "value": "assign"},
            {"label": "催报资料", "name": "act", "value": "chase"},
            {"label": "导出所选", "name": "act", "value": "export"},
        ],
    }


def life() -> Record:
    done = (("摸底", date(2019, 3, 14), "社区网格"), ("认定", date(2019, 4, 2), "县住建局"),
            ("征询", date(2019, 4, 26), "92% 户"), ("表决", date(2019, 5, 30), "面积 81%"),
            ("申报", date(2019, 6, 11), "2019 批次"), ("批复", date(2019, 7, 19), "省批复"),
            ("方案", date(2019, 9, 5), "第 2 版"))  # fmt: skip
    stations: list[Record] = [
        {"label": label, "state": "done", "on": on, "what": what, "url": "#"}
        for label, on, what in done
    ]
    stations += [
        {"label": "招标", "state": "late", "on": date(2019, 11, 28), "url": "#",
         "status": {"kind": "warn", "word": "迟 14 天"}},
        {"label": "开工", "state": "done", "on": date(2020, 3, 20), "what": "证据 A", "url": "#"},
        {"label": "完工", "state": "done", "on": date(2020, 9, 28), "what": "证据 A", "url": "#"},
        {"label": "验收", "state": "now", "on": date(2020, 10, 30),
         "status": {"kind": "run", "word": "剩 2 项"}},
        {"label": "移交", "state": "next", "on": date(2020, 12, 15), "what": "计划"},
        {"label": "长效", "state": "next", "on_text": "2021-01", "what": "计划"},
    ]  # fmt: skip
    return {
        "title": "从摸底到长效管理",
        "note": "实线已办，虚线未办；点一站看当时的事实与文件",
        "stations": stations,
    }


def facts() -> Record:
    def at(month: int, day: int, hour: int, minute: int) -> datetime:
        return datetime(2020, month, day, hour, minute, tzinfo=BEIJING)

    return {
        "caption": "甲字街12号院的事实",
        "rows": [
            {"on": date(2020, 10, 29), "text": "开工", "grade": "B",
             "evidence": "开工令、合同、照片 6", "evidence_url": "#",
             "by": "县住建局 项目岗", "recorded_at": at(10, 30, 9, 12)},
            {"on": date(2020, 9, 21), "text": "定标，合同价 398.6 万元", "grade": "A",
             "evidence": "中标通知、合同", "evidence_url": "#",
             "by": "县住建局 项目岗", "recorded_at": at(9, 22, 16, 40)},
            {"on": date(2020, 9, 16), "text": "完工户数 146", "was": "164", "grade": "",
             "note": "更正：录入错列，替代 09-17 一条", "by": "县住建局 统计岗",
             "recorded_at": at(10, 20, 15, 11)},
        ],
    }  # fmt: skip


def started() -> Record:
    """The facts of two communities, as a figure opened shows them."""
    places = ("石泉县 甲字街3号院", "汉阴县 乙字巷片区")
    rows = [
        {**fact, "text": "开工", "place": place, "place_url": "#"}
        for fact, place in zip(facts()["rows"], places, strict=False)
    ]
    return {"caption": "2 个开工事实", "rows": rows}


TIMES: list[Record] = [
    {"term": "截至", "text": "2020-11-03 24:00（事实发生之日）"},
    {"term": "录入截止", "text": "2020-11-05 18:00"},
    {"term": "指标定义", "text": "start_rate 第 3 版，2020-01-01 起用"},
    {"term": "快照摘要", "text": "SM3 7c1e 09a4 d2f8 … 51b6", "mono": True},
]


def trace() -> Record:
    table = league()
    return {
        "title": "2020 年批次 开工率",
        "note": "全市 · 口径：项目",
        "equation": {
            "numerator": {"label": "截至当日已开工", "count": 2},
            "denominator": {"label": "省批复入计划", "count": 45},
            "exact": "4.444…%",
            "result": rate(Fraction(2, 45)),
        },
        "how": "四舍五入保留 1 位。上月同口径 1 ÷ 45 = 2.2%，提高 2.2 个百分点（按未取整值相减）。",
        "numerator": {
            "title": "分子：2 个开工事实",
            "facts": started(),
        },
        "left_out": {
            "title": "没有计入的 2 条",
            "rows": [
                {"kind": "idle", "word": "时点之后",
                 "text": "平利县 丙字坝小区：开工日 2020-11-04，晚于 11-03。"},
                {"kind": "doubt", "word": "证据不足", "url": "#",
                 "text": "汉滨区 丁字路8号院：只有一张照片，且与 2019 年一张相同，待县区说明。"},
            ],
        },
        "denominator": {
            "title": "分母：45 个批复项目",
            "note": "省批复文件 1 份，2020 年版计划",
            "table": {
                "caption": "各县区批复与开工", "tight": True,
                "columns": [{"label": "县区"}, *table["columns"][2:4]],
                "rows": [{"cells": row["cells"][1:4]} for row in table["rows"][:5]],
            },
            "more": {"label": "列出全部 12 个县区、45 个项目", "url": "#"},
            "after": "；另有 24 个申报未获批，不入分母。",
        },
        "times": TIMES,
        "actions": [{"label": "下载明细", "url": "#"}],
    }  # fmt: skip


def strip() -> list[Record]:
    return [
        {"term": "批次", "parts": [{"value": "2019"}]},
        {"term": "建成", "parts": [{"value": "1994", "unit": "年", "url": HERE}]},
        {"term": "规模", "parts": [{"value": 12, "unit": "栋", "url": HERE},
                                 {"value": 146, "unit": "户", "url": HERE}]},
        {"term": "建筑面积", "parts": [{"value": "11,830", "unit": "㎡", "url": HERE}]},
        {"term": "类型", "parts": [{"value": "基础完善型"}]},
        {"term": "总投资", "parts": [{"value": "428.0", "unit": "万元", "url": HERE}]},
    ]  # fmt: skip
