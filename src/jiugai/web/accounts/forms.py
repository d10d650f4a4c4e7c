"""What the screens of accounts take; they judge shapes, the services judge the rest."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from jiugai.domain.delegation import Absence
from jiugai.services.accounts.delegating import MyDelegations
from jiugai.services.actor import PostKind
from jiugai.services.organisations import OrganisationKind
from jiugai.storage.accounts.queries import OrganisationRow, PostRow

Choice = tuple[str, str]


def text(label: str, *, most: int = 64, **options: Any) -> forms.CharField:
    """Return a field for a line of text that must be given."""
    too_long = MaxLengthValidator(most, f"{label}最多 {most} 个字，请缩短。")
    return forms.CharField(
        label=label,
        validators=[too_long],
        error_messages={"required": f"请填{label}。"},
        **options,
    )


def one_of(label: str, choices: Iterable[Choice] = ()) -> forms.ChoiceField:
    """Return a field for one of some choices, none of them chosen beforehand."""
    return forms.ChoiceField(
        label=label,
        choices=[("", "请选择"), *choices],
        error_messages={
            "required": f"请选{label}。",
            "invalid_choice": f"{label}请从列表里选。",
        },
    )


def password(label: str, *, new: bool) -> forms.CharField:
    """Return a field for a password, old or new."""
    complete = "new-password" if new else "current-password"
    return forms.CharField(
        label=label,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": complete}),
        validators=[MaxLengthValidator(128, f"{label}最多 128 个字符，请缩短。")],
        error_messages={"required": f"请填{label}。"},
    )


def a_day(label: str) -> forms.DateField:
    """Return a field for a day that must be given."""
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={
            "required": f"请填{label}。",
            "invalid": "没有读懂这个日期，请写成 2020-11-03 这样。",
        },
    )


class KeyedForm(forms.Form):
    """A form with a number of its own, so that sending it twice writes once."""

    key = forms.UUIDField(widget=forms.HiddenInput({"id": False}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{type(self).__name__.lower()}-%s")  # unique on the page
        kwargs["initial"] = {"key": uuid.uuid4()} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)


class NewPasswordForm(forms.Form):
    """A new password, twice."""

    new = password("新密码", new=True)
    again = password("再填一遍新密码", new=True)

    def clean(self) -> dict[str, Any]:
        """Refuse two passwords that differ."""
        given = super().clean() or {}
        if "new" in given and "again" in given and given["new"] != given["again"]:
            self.add_error("again", "两次填的新密码不一样，请重填。")
        return given


class ChangePasswordForm(KeyedForm, NewPasswordForm):
    """The old password, and the new one twice."""

    old = password("原密码", new=False)
    field_order = ("key", "old", "new", "again")


class AccountForm(KeyedForm):
    """A new account."""

    username = text("账号", most=32, help_text="3 至 32 个小写字母、数字或 . _ -，以字母开头")
    label = text("显示名", help_text="写岗位，不写姓名，例如：石泉县住建局填报岗")


class OrganisationForm(KeyedForm):
    """A new organisation."""

    name = text("单位名称")
    kind = one_of("单位类别", [(kind.value, kind.title) for kind in OrganisationKind])
    division = text(
        "所在区划",
        widget=forms.TextInput(attrs={"list": "divisions", "autocomplete": "off"}),
        help_text="代码或全名，例如 610922 或 石泉县；社区请写 12 位代码或全名",
    )


class PostForm(KeyedForm):
    """A new post."""

    organisation = one_of("单位")
    title = text("岗位名称", help_text="例如：填报岗")
    kind = one_of("岗位类别", [(kind.value, kind.title) for kind in PostKind])

    def __init__(self, *args: Any, offices: Sequence[OrganisationRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "organisation", [(str(one.id), one.name) for one in offices])


class AppointmentForm(KeyedForm):
    """A post for an account, from a day on."""

    post = one_of("岗位")
    since = a_day("自哪天起")

    def __init__(self, *args: Any, posts: Sequence[PostRow], today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"since": today}, **kwargs)
        _offer(self, "post", [(str(one.id), f"{one.organisation} {one.title}") for one in posts])


class EndAppointmentForm(KeyedForm):
    """Which appointment to end."""

    appointment = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=1,
        max_value=2**62,
        error_messages={"required": "请从任职列表里选。", "invalid": "请从任职列表里选。"},
    )


class DelegationForm(KeyedForm):
    """One of one's own posts for a deputy, from day to day."""

    post = one_of("岗位")
    deputy = one_of("代办人")
    first_day = a_day("从哪天起")
    last_day = a_day("到哪天止")
    absence = one_of("事由", [(one.value, one.word) for one in Absence])
    words = text("说明", most=120, required=False, help_text="可不填，例如：赴西安培训")

    def __init__(self, *args: Any, mine: MyDelegations, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"first_day": today}, **kwargs)
        _offer(self, "post", [(str(post.post_id), post.label) for post in mine.posts])
        offered = {one.user_id: one for some in mine.colleagues.values() for one in some}
        _offer(
            self,
            "deputy",
            [(str(id_), f"{one.label}（{one.username}）") for id_, one in offered.items()],
        )


class DeputyForm(DelegationForm):
    """A deputy whom the administrator names for somebody else; the reason is asked."""

    words = text("理由", most=60, help_text="例如：住院，本人不能登录，单位来函请代为委托")


class EndDelegationForm(KeyedForm):
    """Which delegation to end."""

    delegation = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**62)


def _offer(form: forms.Form, field: str, choices: Sequence[Choice]) -> None:
    found = form.fields[field]
    assert isinstance(found, forms.ChoiceField)
    found.choices = [("", "请选择"), *choices]
