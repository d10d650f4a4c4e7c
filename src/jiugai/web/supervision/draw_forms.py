"""Shapes of what is typed about drawn projects (现场核实)."""

from typing import Any

from django import forms

from jiugai.web.registry.forms import Keyed

_DAY = forms.DateInput(attrs={"type": "date"})
_MOST = 1_000_000


def _count(label: str, example: str) -> forms.IntegerField:
    told = {
        "required": f"请填{label}，现场没有就填 0。",
        "invalid": f"{label}没有读懂，请填整数，例如 {example}。",
        "min_value": f"{label}应不小于 0，例如 {example}。",
        "max_value": f"{label}读到的数超过 {_MOST}，请核对单位。",
    }
    return forms.IntegerField(label=label, min_value=0, max_value=_MOST, error_messages=told)


class VisitForm(Keyed):
    """What a verifier found of one project (现场核实)."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    on = forms.DateField(
        label="核实日期",
        widget=_DAY,
        error_messages={
            "required": "请填去现场的日期，例如 2020-11-12。",
            "invalid": "日期没有读懂，请写成 2020-11-12 这样的年-月-日。",
        },
    )
    started = _count("现场开工小区", "2")
    completed = _count("现场完工小区", "1")
    households = _count("现场完成户数", "120")
    note = forms.CharField(
        label="现场情况",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="看到什么写什么，例如“2号楼外墙未施工，其余属实”。",
        error_messages={"required": "请写现场情况，例如“2号楼外墙未施工，其余属实”。"},
    )
    reason = forms.CharField(
        label="更正理由",
        max_length=400,
        required=False,
        help_text="原记录留着，更正另记一版。",
    )

    def __init__(self, *args: Any, correcting: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not correcting:
            del self.fields["reason"]
            return
        self.fields["reason"].required = True
        self.fields["reason"].error_messages["required"] = "请写更正理由，例如“漏数了3号楼”。"


class DrawForm(Keyed):
    """The one press that draws a month's list (抽取)."""

    month = forms.CharField(widget=forms.HiddenInput, max_length=7)
