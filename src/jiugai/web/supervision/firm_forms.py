"""Shapes of what is typed when a site is given to a firm (派给施工单位)."""

from typing import Any

from django import forms

from jiugai.web.registry.forms import Keyed

_DAY = forms.DateInput(attrs={"type": "date"})
_GROUND = "请写依据，例如“施工合同 石住建合〔2020〕8号”。"
_READ_DAY = "日期没有读懂，请写成 2020-10-28 这样的年-月-日。"


class GiveForm(Keyed):
    """A site given to a firm, from a day and perhaps to one (派给)."""

    site = forms.TypedChoiceField(label="项目", coerce=int)
    firm = forms.TypedChoiceField(label="施工单位", coerce=int)
    since = forms.DateField(
        label="从哪天起",
        widget=_DAY,
        error_messages={"required": "请填从哪天起，例如 2020-10-28。", "invalid": _READ_DAY},
    )
    until = forms.DateField(
        label="到哪天为止",
        widget=_DAY,
        required=False,
        help_text="这一天起不再是它的；不知道的空着，到时收回。",
        error_messages={"invalid": _READ_DAY},
    )
    said = forms.CharField(
        label="依据",
        max_length=160,
        help_text="例如 施工合同 石住建合〔2020〕8号。",
        error_messages={"required": _GROUND},
    )

    def __init__(
        self,
        *args: Any,
        sites: list[tuple[int, str]],
        firms: list[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("site", sites)
        self.offer("firm", firms)


class EndForm(Keyed):
    """A site taken back from a firm (收回)."""

    site = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**62)
    firm = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**62)
    said = forms.CharField(
        label="依据",
        max_length=160,
        error_messages={"required": "请写为什么收回，例如“合同终止”。"},
    )
