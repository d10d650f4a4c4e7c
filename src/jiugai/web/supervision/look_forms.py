"""Shape of what a person says who saw two photos side by side (判定疑似重复)."""

from django import forms

from jiugai.domain.supervision.photos import Verdict
from jiugai.web.registry.forms import Keyed


class LookForm(Keyed):
    """The same photo or not, and on what ground (判定)."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**62)
    verdict = forms.TypedChoiceField(
        label="左右两张",
        coerce=Verdict,
        choices=[(one.value, one.word) for one in Verdict],
        widget=forms.RadioSelect,
        error_messages={"required": "请选“不是同一张”或“是同一张”。"},
    )
    said = forms.CharField(
        label="看到什么",
        max_length=200,
        help_text="凭什么这样说，例如 窗户和雨篷不同，是两栋楼；裂缝和行人都一样，是同一张。",
        error_messages={"required": "请写凭什么，例如“窗户和雨篷不同，是两栋楼”。"},
    )
