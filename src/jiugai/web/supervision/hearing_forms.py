"""Shapes of what is typed about rankings on their way out (公示、异议、答复)."""

from django import forms

from jiugai.web.registry.forms import Keyed

_DAY = forms.DateInput(attrs={"type": "date"})


class ShowForm(Keyed):
    """Until which day a ranking is shown (公示)."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    until = forms.DateField(
        label="公示截止",
        widget=_DAY,
        error_messages={
            "required": "请填公示截止的日期，例如 2020-11-10。",
            "invalid": "日期没有读懂，请写成 2020-11-10 这样的年-月-日。",
        },
    )


class ObjectionForm(Keyed):
    """A county's objection (异议)."""

    what = forms.CharField(
        label="对哪个数有异议",
        max_length=200,
        help_text="例如“2020年批次开工小区应为 3 个”。",
        error_messages={"required": "请写对哪个数有异议，例如“开工小区应为 3 个”。"},
    )
    why = forms.CharField(
        label="理由和依据",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写理由和依据，例如“北苑小区开工令已于10月29日录入”。"},
    )


class AnswerForm(Keyed):
    """The city's answer to an objection (答复)."""

    objection = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    upheld = forms.ChoiceField(
        label="结论",
        choices=[("", "请选择"), ("yes", "成立，重新排名"), ("no", "不成立")],
        error_messages={"required": "请选成立还是不成立。"},
    )
    words = forms.CharField(
        label="答复理由",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写答复的理由，例如“开工令日期在封账之后，下月计入”。"},
    )


class ReleaseForm(Keyed):
    """The one press that releases a ranking (发布)."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
