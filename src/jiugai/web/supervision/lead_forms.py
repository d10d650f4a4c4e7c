"""Shapes of what is typed about leaders who answer by name (指定、结束、交接、走访)."""

from collections.abc import Sequence
from typing import Any

from django import forms

from jiugai.domain.supervision.leads import LeaderLevel
from jiugai.web.registry.forms import Keyed

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_READ_DAY = "日期没有读懂，请写成 2020-10-28 这样的年-月-日。"
DEEDS = {"visit": "登记走访", "correct": "更正走访", "hand": "交接", "end": "结束包抓"}
"""What is done about a leader, in the words of its button."""

Choices = Sequence[tuple[object, str]]


def _a_day(label: str, example: str, **more: Any) -> forms.DateField:
    needed = {"required": f"请填{label}，例如 {example}。", "invalid": _READ_DAY}
    return forms.DateField(label=label, widget=_DAY, error_messages=needed, **more)


def _name() -> forms.CharField:
    return forms.CharField(
        label="领导姓名",
        max_length=32,
        error_messages={"required": "请写领导姓名，例如“王志远”。"},
    )


def _office() -> forms.CharField:
    return forms.CharField(
        label="职务",
        max_length=32,
        help_text="例如 副市长、副县长。",
        error_messages={"required": "请写职务，例如“副市长”。"},
    )


def _ground() -> forms.CharField:
    return forms.CharField(
        label="依据",
        max_length=160,
        help_text="谁定的、在哪里写着，例如 市政府常务会议纪要。",
        error_messages={"required": "请写依据，例如“市政府常务会议纪要”。"},
    )


def _number() -> forms.CharField:
    return forms.CharField(
        label="文号", max_length=64, required=False, help_text="没有文号的空着。"
    )


def _post() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label="本人岗位",
        coerce=int,
        empty_value=None,
        required=False,
        help_text="领导本人在本系统有岗位的选上，他就能自己登记走访。",
    )


def _until() -> forms.DateField:
    return forms.DateField(
        label="到哪天为止",
        widget=_DAY,
        required=False,
        help_text="含这一天；不知道的空着，到时结束。",
        error_messages={"invalid": _READ_DAY},
    )


class AssignForm(Keyed):
    """A leader named for a county, a project or a community (指定包抓领导)."""

    thing = forms.ChoiceField(
        label="包抓什么",
        error_messages={"required": "请选包抓哪个县区、项目或小区。"},
    )
    name = _name()
    office = _office()
    level = forms.ChoiceField(
        label="层级", choices=[(level.value, level.word) for level in LeaderLevel]
    )
    since = _a_day("从哪天起", "2020-11-03")
    until = _until()
    ground = _ground()
    number = _number()
    post = _post()

    def __init__(self, *args: Any, things: Choices, posts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("thing", [("", "请选择"), *things])
        self.offer("post", [("", "没有"), *posts])


class LeadForm(Keyed):
    """One deed about a leader, on what the officer saw (办理)."""

    kind = forms.ChoiceField(widget=forms.HiddenInput, choices=list(DEEDS.items()))
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**62)


class VisitForm(LeadForm):
    """A visit: where, when, what was found and asked for (走访)."""

    community = forms.ChoiceField(
        label="走访了哪个小区", error_messages={"required": "请选走访了哪个小区。"}
    )
    on = _a_day("哪天去的", "2020-10-28")
    found = forms.CharField(
        label="看到什么",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写看到了什么，例如“外墙保温已完成两栋，管网未动”。"},
    )
    asked = forms.CharField(
        label="要求什么",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="例如 11月20日前管网进场施工；要跟到底的，登记后点“立项督办”。",
    )

    def __init__(self, *args: Any, communities: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("community", communities)


class CorrectForm(VisitForm):
    """A visit written down anew, and why (更正走访); ``seen`` is the entry that is corrected."""

    reason = forms.CharField(
        label="为什么更正",
        max_length=200,
        error_messages={"required": "请写为什么更正，例如“日期记错，以签到表为准”。"},
    )


class EndForm(LeadForm):
    """A charge ended on a day, and why (结束包抓)."""

    charge = forms.TypedChoiceField(label="结束哪一项", coerce=int)
    last_day = _a_day("最后一天", "2020-11-30")
    reason = forms.CharField(
        label="理由",
        max_length=200,
        error_messages={"required": "请写理由，例如“职务调整，不再分管”。"},
    )

    def __init__(self, *args: Any, charges: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("charge", charges)


class HandForm(LeadForm):
    """A charge handed to another leader from a day on (交接)."""

    charge = forms.TypedChoiceField(label="交接哪一项", coerce=int)
    name = _name()
    office = _office()
    since = _a_day("从哪天起由他包抓", "2020-12-01")
    until = _until()
    ground = _ground()
    number = _number()
    post = _post()
    reason = forms.CharField(
        label="为什么交接",
        max_length=200,
        error_messages={"required": "请写为什么交接，例如“职务调整”。"},
    )

    def __init__(self, *args: Any, charges: Choices, posts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("charge", charges)
        self.offer("post", [("", "没有"), *posts])
