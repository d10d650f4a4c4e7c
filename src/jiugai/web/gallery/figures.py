"""Figures, words of status, the league table, the map and the trend, with invented figures."""

from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from typing import Any

from jiugai.web.home.map_svg import AreaValue

HERE = "?part=trace"
BEIJING = timezone(timedelta(hours=8))
Record = dict[str, Any]


def statuses() -> list[Record]:
    rows = (
        ("ok", "正常", "按期，或已办结"),
        ("warn", "预警", "余量不足 10 天，或接近界线"),
        ("bad", "滞后", "落在应有进度之后；拒收、挂零也用它"),
        ("stop", "停工", "已开工后停 7 天以上"),
        ("lost", "已失期", "按法定最短用时也来不及"),
        ("idle", "未定", "文件未写，或尚未办"),
        ("run", "进行中", "正在办；可开工也用它"),
        ("doubt", "存疑", "要有人说明或决定"),
    )
    return [{"kind": kind, "word": word, "meaning": meaning} for kind, word, meaning in rows]


def numbers() -> list[Record]:
    return [
        {"name": "无、零、未定", "none": None, "zero": 0},
        {"name": "千分号、负数", "count": 1085, "negative": -30},
        {"name": "万元、元、㎡", "fen": 428_000_000, "household_fen": 120_000, "dm2": 1_183_000},
        {"name": "率、变化", "share": Fraction(2, 45), "over": Fraction(21, 20),
         "change": Fraction(1, 45), "none_changed": Fraction(0)},
        {"name": "日期、时刻", "day": date(2020, 11, 3),
         "moment": datetime(2020, 11, 5, 18, 0, tzinfo=BEIJING), "days": 3},
    ]  # fmt: skip


def notices() -> list[Record]:
    return [
        {"kind": "ok", "text": "已写入 124 行，退回 2 行。",
         "links": [{"label": "看这次改了什么", "url": "#"}, {"label": "下载退回行.xlsx", "url": "#"}]},
        {"kind": "warn", "text": "41 个数中 39 个与快照一致，1 个不符，1 个没有出处。改完才能定稿。"},
        {"kind": "bad", "lead": "10 月已封账，不能改。",
         "text": "封账后的变动记为更正，写进 11 月。您可以提更正，需县住建局负责人同意。",
         "after": "没有改动任何数据。"},
        {"kind": "doubt", "text": "岚皋县 9 月报表与 8 月逐格相同，待县区说明。"},
        {"kind": "info", "text": "今天 18:00 起算 11 月报表，之前录入的都计入 10 月。"},
        {"kind": "time", "text": "您在看 2020-09-30 的情况，只计当日 18:00 前录入的事实。",
         "links": [{"label": "回到最新", "url": "#"}]},
    ]  # fmt: skip


def stages(*rows: tuple[str, int, str]) -> list[Record]:
    return [{"label": a, "count": b, "tone": c, "url": HERE} for a, b, c in rows]


def cohorts() -> list[Record]:
    return [
        {
            "year": "2019", "aim": "收官：年底前全部完工", "status": ("warn", "预警"),
            "rate": {
                "share": Fraction(9, 21), "url": HERE, "change": Fraction(2, 21),
                "numerator": {"label": "完工", "count": 9, "url": HERE},
                "denominator": {"count": 21, "url": HERE},
                "days_left": 58, "due_on": date(2020, 12, 31),
            },
            "phase": {"total": 21, "stages": stages(
                ("竣工验收", 4, "5"), ("完工", 5, "4"), ("施工中", 9, "2"), ("停工", 3, "stopped"))},
        },
        {
            "year": "2020", "aim": "攻坚：年底前全部开工", "status": ("bad", "滞后"), "main": True,
            "rate": {
                "share": Fraction(2, 45), "url": HERE, "hero": True, "change": Fraction(1, 45),
                "spoken": "2020年批次开工率百分之四点四，打开计算过程",
                "numerator": {"label": "开工", "count": 2, "url": HERE},
                "denominator": {"label": "批复", "count": 45, "url": HERE},
                "days_left": 58, "due_on": date(2020, 12, 31),
                "pace": "按期须每周开工 5.2 个，近 8 周为 0.3 个",
            },
            "phase": {"total": 45, "stages": stages(
                ("已开工", 2, "5"), ("已定标", 6, "4"), ("招标中", 9, "3"), ("审批中", 11, "2"),
                ("方案与表决", 17, "0"))},
        },
        {
            "year": "2021", "aim": "谋划：已申报，待批复", "status": ("ok", "正常"),
            "rate": {
                "count": 72, "url": HERE, "change": Fraction(0),
                "numerator": {"label": "已征询", "count": 19, "url": HERE},
                "denominator": {"count": 72, "url": HERE}, "due_missing": "文件未写期限",
            },
            "phase": {"total": 72, "stages": stages(
                ("已同意", 12, "4"), ("待表决", 7, "3"), ("征询中", 31, "2"), ("未征询", 22, "0"))},
        },
    ]  # fmt: skip


COUNTIES = (
    ("610922", "石泉县", 4, 1), ("610921", "汉阴县", 5, 1), ("610926", "平利县", 3, 0),
    ("610928", "旬阳县", 5, 0), ("610902", "汉滨区", 11, 0), ("610924", "紫阳县", 5, 0),
    ("610923", "宁陕县", 3, 0), ("610925", "岚皋县", 3, 0), ("610929", "白河县", 2, 0),
    ("610927", "镇坪县", 1, 0), ("610900-L01", "高新区", 2, 0), ("610900-L02", "恒口示范区", 1, 0),
)  # fmt: skip


def areas() -> list[AreaValue]:
    return [
        AreaValue(
            code,
            name,
            f"{started} / {planned}",
            Fraction(started, planned),
            "#",
            f"{name}，开工{started}个，批复{planned}个",
        )
        for code, name, planned, started in COUNTIES
    ]


def league() -> Record:
    rows = []
    for place, (_, name, planned, started) in enumerate(COUNTIES, start=1):
        rows.append(
            {
                "cells": [
                    {"value": min(place, 3)},
                    {"value": name, "url": "#"},
                    {"value": planned, "figure": True, "url": HERE},
                    {"value": started, "figure": True, "url": HERE},
                    {"value": f"{100 * started / planned:.1f}"},
                    {"value": "+25.0" if place == 1 else "持平"},
                    {"status": {"kind": "ok", "word": "有开工"}}
                    if started
                    else {"status": {"kind": "bad", "word": "挂零"}},
                ]
            }
        )
    total: list[Record] = [
        {"value": ""}, {"value": "全市"}, {"value": 45, "figure": True, "url": HERE},
        {"value": 2, "figure": True, "url": HERE}, {"value": "4.4"}, {"value": "+2.2"},
        {"value": ""},
    ]  # fmt: skip
    return {
        "caption": "2020 年批次开工率，按项目数，各县区",
        "heading": 1,
        "tight": True,
        "columns": [
            {"label": "名次", "numeric": True},
            {"label": "县区"},
            {"label": "批复", "numeric": True, "sort_url": "#"},
            {"label": "开工", "numeric": True, "sort_url": "#"},
            {"label": "率", "unit": "%", "numeric": True, "sort_url": "#", "sorted": "descending"},
            {"label": "比上月", "unit": "百分点", "numeric": True, "no_phone": True},
            {"label": "状态"},
        ],
        "rows": rows,
        "total": {"cells": total},
    }


def trend() -> Record:
    months = [f"{month} 月" for month in range(5, 13)]
    started = [0, 0, 0, 0, 0, 2.2, 4.4, None]
    completed = [9.5, 14.3, 19.0, 23.8, 28.6, 33.3, 42.9, None]
    return {
        "id": "gallery-trend",
        "label": "2020 批次开工率由 5 月的 0 升至 11 月的 4.4%；按期所需是 12 月底到 100%。",
        "months": months,
        "series": [
            {"name": "2019 完工 42.9", "values": completed, "tone": "3"},
            {"name": "2020 开工 4.4", "values": started, "tone": "5"},
        ],
        "target": {"name": "按期所需", "values": [None] * 6 + [4.4, 100]},
        "unit": "%",
        "top": 100,
        "table": {
            "caption": "开工率与完工率，每月 3 日",
            "tight": True,
            "columns": [
                {"label": "月"},
                {"label": "2020 开工率", "unit": "%", "numeric": True},
                {"label": "2019 完工率", "unit": "%", "numeric": True},
            ],
            "rows": [
                {"cells": [{"value": month}, {"value": a}, {"value": b}]}
                for month, a, b in zip(months, started, completed, strict=True)
            ],
        },
    }
