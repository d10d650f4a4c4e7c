"""Shapes of what is typed about traces of works (登记痕迹、了结投诉)."""

from typing import Any

from django import forms

from jiugai.domain.programme.pipeline import Step
from jiugai.services.supervision.evidence.grading import CLAIMS, COMPLAINT, ENTERED
from jiugai.web.registry.forms import Keyed

_DAY = forms.DateInput(attrs={"type": "date"})
_READ_DAY = {
    "required": "请填日期，例如 2020-10-28。",
    "invalid": "日期没有读懂，请写成 2020-10-28 这样的年-月-日。",
}


class TraceForm(Keyed):
    """A trace, or a complaint (登记一条)."""

    site = forms.TypedChoiceField(label="项目", coerce=int)
    claim = forms.TypedChoiceField(
        label="证明什么",
        coerce=lambda value: Step(int(value)),
        choices=[(int(step), step.word) for step in CLAIMS],
    )
    kind = forms.ChoiceField(
        label="是什么",
        choices=[*((kind.value, kind.word) for kind in ENTERED), (COMPLAINT, "投诉（降一级）")],
    )
    on = forms.DateField(label="日期", widget=_DAY, error_messages=_READ_DAY)
    said = forms.CharField(
        label="内容或文号",
        max_length=160,
        help_text="例如 开工令 石建〔2020〕12号；投诉写是什么事、从哪里来的。",
        error_messages={"required": "请写内容或文号，例如“开工令 石建〔2020〕12号”。"},
    )

    def __init__(self, *args: Any, sites: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("site", sites)


class WithdrawForm(Keyed):
    """A trace withdrawn, or a complaint ended (撤销、了结)."""

    trace = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**62)
    reason = forms.CharField(
        label="查到了什么",
        max_length=500,
        error_messages={"required": "请写查到了什么，例如“已入户核实，外墙已做完”。"},
    )
