"""Shapes of what is typed about meetings (登记会议、录纪要)."""

from typing import Any

from django import forms

from jiugai.domain.bulletins.agenda import MeetingKind
from jiugai.domain.bulletins.minutes import LONGEST, PRESENT_LONGEST
from jiugai.web.registry.forms import Keyed


class MeetingForm(Keyed):
    """A meeting's kind and day (登记会议)."""

    kind = forms.ChoiceField(
        label="类别", choices=[(kind.value, kind.word) for kind in MeetingKind]
    )
    held_on = forms.DateField(
        label="会议日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "请填会议日期，例如 2020-11-05。",
            "invalid": "日期没有读懂，请写成 2020-11-05 这样的年-月-日。",
        },
    )
    place = forms.CharField(label="地点", max_length=80, required=False)
    chair = forms.CharField(label="主持", max_length=64, required=False)


class MinutesForm(Keyed):
    """Minutes as typed, or as a file (录纪要)."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    text = forms.CharField(
        label="纪要正文",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="一行一段；层次写“一、”“（一）”“1.”，成文时自动套用公文字体。",
    )
    file = forms.FileField(
        label="或者传文件", required=False, help_text=".docx、.txt 或 .pdf；传了文件以文件为准。"
    )
    present = forms.CharField(
        label="出席",
        max_length=PRESENT_LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="一行一个单位或一个人。",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("file") and not (cleaned.get("text") or "").strip():
            self.add_error("text", "请写纪要，或者传一个文件。")
        return cleaned


class IssueMinutesForm(Keyed):
    """Nothing but what its sender saw (印发纪要)."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
