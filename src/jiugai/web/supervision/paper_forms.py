"""Shapes of what is typed into the papers of an order (督办公文填写项)."""

from typing import Any

from django import forms

from jiugai.domain.bulletins.order_paper_figures import PaperWords
from jiugai.domain.bulletins.order_papers import LONGEST, PaperKind
from jiugai.web.registry.forms import Keyed

_ASKED = {
    PaperKind.SUPERVISE: (),
    PaperKind.RECTIFY: ("due_on", "more"),
    PaperKind.SUMMON: ("due_on", "at", "place", "who", "more"),
}
"""What is typed into a paper of each kind; all else is counted from the order."""
_DAYS = {PaperKind.RECTIFY: "整改期限", PaperKind.SUMMON: "约谈日期"}


class PaperForm(forms.Form):
    """What a paper asks for beside its order (填写项)."""

    due_on = forms.DateField(
        label="日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "请填日期，例如 2020-12-05。",
            "invalid": "日期没有读懂，请写成 2020-12-05 这样的年-月-日。",
        },
    )
    at = forms.CharField(
        label="时间", max_length=LONGEST["at"], required=False, help_text="例如 上午9:30。"
    )
    place = forms.CharField(
        label="地点",
        max_length=LONGEST["place"],
        error_messages={"required": "请写约谈地点，例如“市住建局三楼会议室”。"},
    )
    who = forms.CharField(
        label="参加人员",
        max_length=LONGEST["who"],
        error_messages={"required": "请写参加人员，例如“县住建局主要负责人”。"},
    )
    more = forms.CharField(
        label="补充要求",
        max_length=LONGEST["more"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="一行一段；没有就空着。",
    )

    def __init__(self, *args: Any, kind: PaperKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(PaperForm.base_fields) - set(_ASKED[kind]):
            del self.fields[name]
        if kind in _DAYS:
            self.fields["due_on"].label = _DAYS[kind]

    def words(self) -> PaperWords:
        """Return what was typed."""
        typed = {name: self.cleaned_data[name] for name in self.cleaned_data if name in _NAMES}
        return PaperWords(**typed)


_NAMES = frozenset(PaperForm.base_fields)


class IssueForm(Keyed, PaperForm):
    """The same with what its sender saw, hidden: sent once to issue the paper (签发)."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
