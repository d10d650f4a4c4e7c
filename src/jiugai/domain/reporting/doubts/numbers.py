"""The numbers of a doubt in words (疑点的数据): what each is called, and how it is written."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from jiugai.domain.reporting.checks.told_figures import EVERY, ToldFigure


def _named(figure: ToldFigure) -> str:
    unit = figure.unit.strip()
    return f"{figure.word}（{unit}）" if unit else figure.word


NUMBER_WORDS: Mapping[str, str] = {
    **{figure.code: _named(figure) for figure in EVERY},
    **{f"{figure.code}_before": f"上次的{_named(figure)}" for figure in EVERY},
    "months": "月数",
    "points": "增加的百分点",
    "distance": "离差",
    "gap_pct": "已报未付（%）",
    "usual_pct": "其他县区一般（%）",
    "paid_pct": "支付占比（%）",
    "beyond_points": "超出的百分点",
    "allowed_points": "允许超出的百分点",
    "expected_photos": "应有照片",
    "expected_complaints": "应有投诉",
    "chance": "出现的机会",
    "unevenness_pct": "步子相差（%）",
    "own_pace": "本项目以往每次增加的百分点",
    "step": "每步增加的百分点",
    "times": "相差的倍数",
    "share_pct": "占计划（%）",
    "change_pct": "变化（%）",
    "households_pct": "按户数的完成率（%）",
    "projects_pct": "按项目的完工率（%）",
    "apart_points": "相差的百分点",
    "months_before": "以前的月数",
    "complaints_before": "以前的投诉（件）",
    "starts_elsewhere": "其他县区报开工的项目",
    "starts_seen": "其中当月有照片的",
    "usual_yuan": "一般的金额（元）",
    "yuan_per_point": "每个百分点的投资（元）",
    "yuan_per_point_before": "以前每个百分点的投资（元）",
}
"""Every name that a check gives a number, in Chinese; a test holds the checks to it."""


def number_shown(value: object) -> str:
    """Return a number in groups of three; one with decimals is kept as text, to its last digit."""
    if isinstance(value, int):
        return f"{value:,}"
    try:
        return f"{Decimal(str(value)):,f}"
    except InvalidOperation:
        return str(value)


def grounds_in_words(formula: str, numbers: Mapping[str, object] | None) -> str:
    """Return what a doubt rests on: ``公式：完成户数＞计划户数；数据：完成户数（户）258``."""
    told = "，".join(
        f"{NUMBER_WORDS.get(name, name)} {number_shown(value)}"
        for name, value in (numbers or {}).items()
    )
    parts = (("公式", formula), ("数据", told))
    return "；".join(f"{word}：{text}" for word, text in parts if text)
