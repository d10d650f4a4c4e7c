"""Shapes of what is typed about the debt red line (名录、承诺)."""

from typing import Any

from django import forms

from jiugai.services.funding.debt import Listing
from jiugai.web.funding.voucher_forms import NOTHING, Choices
from jiugai.web.registry.forms import Keyed

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_YEAR = dict.fromkeys(
    ("required", "invalid", "min_value", "max_value"), "请填四位的年度，例如 2020。"
)


class _OfCounty(Keyed):
    """What a county enters (县区)."""

    county = forms.TypedChoiceField(
        label="县区",
        coerce=int,
        empty_value=None,
        error_messages={"required": "请选县区。", "invalid_choice": f"没有这个县区。{NOTHING}"},
    )

    def __init__(self, *args: Any, counties: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("county", [("", "请选"), *counties])


class ListingForm(_OfCounty):
    """A company that enters or leaves the list (列入、移出)."""

    deed = forms.ChoiceField(label="办什么", choices=[("in", "列入名录"), ("out", "移出名录")])
    name = forms.CharField(
        label="公司全称",
        max_length=120,
        error_messages={"required": "请写公司全称，例如“某某县城市建设投资有限公司”。"},
    )
    on = forms.DateField(
        label="从哪天起",
        widget=_DAY,
        error_messages={
            "required": "请填日期，例如 2020-10-09。",
            "invalid": "日期没有读懂，请写成 2020-10-09 这样的年-月-日。",
        },
    )
    paper = forms.CharField(
        label="依据",
        max_length=120,
        error_messages={"required": "请写文件，例如“石财〔2020〕18号”。"},
    )

    def listing(self) -> Listing:
        """Return what was typed, once it is known to be whole."""
        said = self.cleaned_data
        return Listing(
            said["county"], said["name"], said["deed"] == "in", said["on"], said["paper"]
        )


class DeclareForm(_OfCounty):
    """A declaration to be drawn up from what is on file (起草承诺)."""

    year = forms.IntegerField(label="年度", min_value=2015, max_value=2100, error_messages=_YEAR)
    paper = forms.CharField(
        label="承诺书文号",
        max_length=120,
        error_messages={"required": "请写文号，例如“石政函〔2021〕3号”。"},
    )


class SignForm(Keyed):
    """That the county signs the version that the officer saw (签署)."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**62)
    year = forms.IntegerField(widget=forms.HiddenInput, min_value=2015, max_value=2100)
