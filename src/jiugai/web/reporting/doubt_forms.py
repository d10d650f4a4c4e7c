"""Shapes of what is typed about doubts (说明、认定)."""

from typing import Any

from django import forms

from jiugai.domain.reporting.checks.verdicts import Answer
from jiugai.domain.reporting.doubts.answers import DoubtDeedKind, Ruling
from jiugai.domain.reporting.submission.cells import TypedReason
from jiugai.web.registry.forms import Keyed

_WORDS = {
    DoubtDeedKind.EXPLAIN: "原因",
    DoubtDeedKind.RULE: "看了什么、凭什么",
}
_REQUIRED = {
    DoubtDeedKind.EXPLAIN: "请写明原因，例如“供气管线迁改未完成，9月30日停工，监理日志第41页”。",
    DoubtDeedKind.RULE: "请写明看了什么、凭什么，例如“核对了监理月报和付款凭证，数属实”。",
}


class ExamineForm(Keyed):
    """Asking the checks now (核验)."""


class DoubtForm(Keyed):
    """One thing done about a doubt; which fields it shows depends on what is done."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    kind = forms.ChoiceField(
        widget=forms.HiddenInput, choices=[(kind.value, kind.word) for kind in DoubtDeedKind]
    )
    ruling = forms.ChoiceField(
        label="认定为",
        choices=[("", "请选择"), *((one.value, f"{one.word}：{one.meaning}") for one in Ruling)],
        error_messages={"required": "请选择认定为什么。"},
    )
    words = forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    grade = forms.ChoiceField(
        label="凭什么",
        required=False,
        choices=[("", "不分等级"), *((g.value, f"{g.grade}：{g.word}") for g in TypedReason)],
    )
    paper = forms.CharField(
        label="凭据",
        max_length=160,
        required=False,
        help_text="文号或文件名，例如 监理日志第41页。",
    )
    declares_stop = forms.BooleanField(label="申报本月停工（申报后数不变不再问）", required=False)

    def __init__(
        self,
        *args: Any,
        for_kind: DoubtDeedKind | None = None,
        answer: Answer | None = None,
        of_project: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if for_kind is None:
            return
        self.auto_id = f"id_{for_kind.value}_%s"
        self.fields["words"].label = _WORDS[for_kind]
        self.fields["words"].error_messages["required"] = _REQUIRED[for_kind]
        if for_kind is DoubtDeedKind.RULE:
            for name in ("grade", "paper", "declares_stop"):
                del self.fields[name]
            return
        del self.fields["ruling"]
        if not of_project:
            del self.fields["declares_stop"]
        if answer is Answer.REFUSE:
            self.fields["grade"].help_text = "自相矛盾的数要照报，须有甲或乙；估计不行。"
