"""Shapes of what is typed about rewards and cuts (奖惩)."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms

from jiugai.domain.supervision.rewards import RewardRuling
from jiugai.web.registry.forms import Keyed

_READ_PERCENT = {
    "invalid": "没有读懂，请写数字，例如 5 或 2.5；不增减的空着。",
    "max_digits": "写得太长，请写成 5 或 2.5 这样的百分数。",
    "max_decimal_places": "最多写两位小数，例如 2.25。",
    "max_whole_digits": "百分数不超过 100，例如 5。",
}


class DrawUpForm(Keyed):
    """The one press that draws up all that the rules propose (拟定)."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class DecisionForm(Keyed):
    """What is decided on one proposal (决定)."""

    proposal = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    ruling = forms.ChoiceField(
        label="决定",
        choices=[("", "请选择"), *((one.value, one.word) for one in RewardRuling)],
        error_messages={"required": "请选采纳、调整后采纳还是不采纳。"},
    )
    plan = forms.DecimalField(
        label="计划改为增减",
        required=False,
        max_digits=5,
        decimal_places=2,
        help_text="调整后采纳才填；不增减的空着。",
        error_messages=_READ_PERCENT,
    )
    money = forms.DecimalField(
        label="资金改为增减",
        required=False,
        max_digits=5,
        decimal_places=2,
        help_text="调整后采纳才填；不增减的空着。",
        error_messages=_READ_PERCENT,
    )
    paper = forms.CharField(
        label="决定见于",
        max_length=160,
        help_text="例如“市政府专题会议纪要〔2020〕15号”。",
        error_messages={"required": "请写决定见于哪份文件或哪次会议。"},
    )
    words = forms.CharField(
        label="理由",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="调整或不采纳必须写，例如“汛期停工两个月，已核实”。",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("plan", "money"):
            typed = cleaned.get(name)
            if isinstance(typed, Decimal):
                cleaned[name] = Fraction(typed) / 100
        return cleaned
