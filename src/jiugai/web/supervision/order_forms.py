"""Shapes of what is typed about orders (立项、办理)."""

from collections.abc import Sequence
from typing import Any

from django import forms

from jiugai.domain.supervision.orders.deeds import OWNERS_DEEDS, REASONED, DeedKind
from jiugai.services.supervision.orders.desk import STEPS_TO_WAIT_FOR
from jiugai.storage.accounts.queries import OrganisationRow
from jiugai.web.registry.forms import Keyed

STRENGTHS = {"must": "必须", "strive": "力争", "encourage": "鼓励"}
ELSEWHERE = ""
"""The choice of a body that has no desk here."""

_DAY = forms.DateInput(attrs={"type": "date"})
_READ_DAY = {"invalid": "日期没有读懂，请写成 2020-11-20 这样的年-月-日。"}


class OrderForm(Keyed):
    """An order as its author words it (立项)."""

    demand = forms.CharField(
        label="任务要求",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="谁看了都知道办成什么样算完，例如“北苑小区11月20日前进场施工”。",
        error_messages={"required": "请写任务要求，例如“北苑小区11月20日前进场施工”。"},
    )
    owner = forms.TypedChoiceField(label="责任单位", coerce=int, empty_value=None, required=False)
    owner_name = forms.CharField(
        label="其他单位名称",
        max_length=64,
        required=False,
        help_text="本系统里没有岗位的单位写在这里，例如 市供电局；它的来文由本单位代录。",
    )
    partners = forms.CharField(
        label="配合单位", max_length=400, required=False, help_text="用顿号隔开。"
    )
    due_on = forms.DateField(label="期限", widget=_DAY, required=False, error_messages=_READ_DAY)
    deadline = forms.CharField(
        label="期限原文",
        max_length=64,
        required=False,
        help_text="原文怎么写就怎么写，例如“年底前”；日期定不下来的，期限空着，不猜。",
    )
    strength = forms.ChoiceField(label="力度", choices=list(STRENGTHS.items()))
    source = forms.CharField(
        label="来源", max_length=160, required=False, help_text="例如 11月3日现场会讲话。"
    )
    sentence = forms.CharField(
        label="原文句子", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    wait_step = forms.TypedChoiceField(
        label="等哪个事实",
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", "不等"), *((int(step), step.word) for step in STEPS_TO_WAIT_FOR)],
        help_text="选了以后，责任单位的小区都到这一步时，系统提请核查销号；仍由人核查、由人销号。",
    )
    wait_year = forms.IntegerField(
        label="哪一年度批次", min_value=2015, max_value=2100, required=False
    )
    wait_least = forms.IntegerField(
        label="至少几个小区",
        min_value=1,
        max_value=100_000,
        required=False,
        help_text="空着就是全部。",
    )

    def __init__(self, *args: Any, owners: Sequence[OrganisationRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        elsewhere = (ELSEWHERE, "其他单位（写在下面）")
        self.offer("owner", [elsewhere, *((row.id, row.name) for row in owners)])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("owner") is None and not cleaned.get("owner_name"):
            self.add_error("owner", "请选责任单位；不在名单里的，在下面写名称。")
        if cleaned.get("wait_step") and not cleaned.get("wait_year"):
            self.add_error("wait_year", "请填是哪一年度批次，例如 2020。")
        return cleaned


class DeedForm(Keyed):
    """One deed upon an order; which fields it shows depends on what is done (办理)."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    kind = forms.ChoiceField(
        widget=forms.HiddenInput, choices=[(kind.value, kind.word) for kind in DeedKind]
    )
    words = forms.CharField(
        label="情况或理由",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    due_on = forms.DateField(label="期限", widget=_DAY, required=False, error_messages=_READ_DAY)
    paper = forms.CharField(label="依据的文件", max_length=160, required=False)

    def __init__(
        self, *args: Any, for_kind: DeedKind | None = None, on_behalf: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if for_kind is None:
            return
        self.auto_id = f"id_{for_kind.value}_%s"
        self.fields["words"].required = for_kind in REASONED
        self.fields["words"].label = _WORDS.get(for_kind, "说明")
        self.fields["paper"].required = on_behalf and for_kind in OWNERS_DEEDS
        if for_kind not in _DATED:
            del self.fields["due_on"]
        else:
            self.fields["due_on"].label = _DATED[for_kind]


_WORDS = {
    DeedKind.ANSWER: "办理情况",
    DeedKind.PASS: "核查情况",
    DeedKind.RETURN: "哪里没有办到",
    DeedKind.ASK_EXTENSION: "为什么要延期",
    DeedKind.EXTEND: "准予的理由（公开）",
    DeedKind.REFUSE_EXTENSION: "不予的理由（公开）",
    DeedKind.CANCEL: "撤销的理由",
    DeedKind.REOPEN: "恢复办理的理由",
}
_DATED = {
    DeedKind.ASSIGN: "期限",
    DeedKind.RETURN: "整改期限",
    DeedKind.EXTEND: "准予延到",
    DeedKind.ASK_EXTENSION: "申请延到",
    DeedKind.REOPEN: "新的期限",
}
