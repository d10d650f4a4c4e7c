"""Shapes of what is typed on the register's screens; services decide what it means."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms

from jiugai.domain.findings import Finding
from jiugai.domain.programme.pipeline import Step

LONGEST_ENTRANCE = 32


class Keyed(forms.Form):
    """A form whose request bears its own number, so that sending it twice is harmless."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("key", uuid.uuid4())
        super().__init__(*args, **kwargs)

    def offer(self, name: str, choices: Iterable[tuple[object, str]]) -> None:
        """Let a field be chosen from what this page knows."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)

    def refuse(self, findings: Iterable[Finding]) -> None:
        """Say at the head of the form what a service found wrong."""
        for finding in findings:
            self.add_error(None, finding.message)


_DAY = forms.DateInput(attrs={"type": "date"})
_READ_DAY = {
    "required": "请填日期，例如 2020-10-28。",
    "invalid": "日期没有读懂，请写成 2020-10-28 这样的年-月-日。",
}


class StepForm(Keyed):
    """A step that a site reached (记一条事实)."""

    site = forms.TypedChoiceField(label="项目", coerce=int)
    step = forms.TypedChoiceField(
        label="节点", coerce=int, choices=[(int(step), step.word) for step in Step]
    )
    on = forms.DateField(label="发生日期", widget=_DAY, error_messages=_READ_DAY)
    document = forms.CharField(
        label="依据文件",
        max_length=160,
        required=False,
        help_text="文号或文件名，例如 安建发〔2020〕12号。",
    )

    def __init__(self, *args: Any, sites: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("site", sites)


class CorrectionForm(Keyed):
    """A correction, or a withdrawal when no day is given (更正、撤销)."""

    on = forms.DateField(label="正确的日期", widget=_DAY, required=False, error_messages=_READ_DAY)
    withdraw = forms.BooleanField(label="撤销这条（没有发生过）", required=False)
    reason = forms.CharField(
        label="理由",
        max_length=200,
        error_messages={"required": "请写明更正理由，例如“日期误填，以开工令为准”。"},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("withdraw") and not cleaned.get("on"):
            self.add_error("on", "请填正确的日期，例如 2020-10-28；如果没有发生过，请勾选撤销。")
        return cleaned


class BuildingForm(Keyed):
    """A building with its entrances (登记楼栋)."""

    name = forms.CharField(label="楼栋", max_length=64, help_text="例如 1号楼。")
    built_year = forms.IntegerField(
        label="建成年份", min_value=1900, max_value=2100, required=False
    )
    storeys = forms.IntegerField(label="层数", min_value=1, max_value=100, required=False)
    households = forms.IntegerField(label="户数", min_value=0, max_value=10_000, required=False)
    entrances = forms.CharField(
        label="单元", required=False, help_text="用顿号隔开，例如 一单元、二单元。"
    )

    def clean_entrances(self) -> tuple[str, ...]:
        """Return the entrances' names."""
        typed = self.cleaned_data["entrances"].split("、")
        names = tuple(name.strip() for name in typed if name.strip())
        for name in names:
            if len(name) > LONGEST_ENTRANCE:
                raise forms.ValidationError(
                    f"单元“{name[:8]}…”有 {len(name)} 个字，最多 {LONGEST_ENTRANCE} 个；"
                    "几个单元请用顿号隔开，例如 一单元、二单元。"
                )
        return names
