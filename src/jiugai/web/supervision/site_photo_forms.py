"""Shapes of what the phone says of a photo (现场照片)."""

from django import forms

from jiugai.domain.supervision.capture import Shows
from jiugai.web.registry.forms import Keyed

SHOWS = [(one.value, one.word) for one in Shows]


class SiteForm(Keyed):
    """Which site is to be photographed (领口令)."""

    site = forms.IntegerField(min_value=1, max_value=2**62)


class AboutForm(forms.Form):
    """What the sender says of a photo (照片说明)."""

    shows = forms.ChoiceField(
        label="拍的是什么",
        choices=SHOWS,
        widget=forms.RadioSelect,
        initial=Shows.WORKS.value,
        error_messages={"required": "请选拍的是什么：改造前、开工、施工中或完工。"},
    )
    scene = forms.CharField(
        label="画面",
        max_length=40,
        required=False,
        help_text="同一处写同一个名字，前后才能并排比，例如 3号楼北墙。",
    )


class PhotoForm(AboutForm):
    """A photo sent in one go, without script."""

    photo = forms.FileField(
        label="照片",
        allow_empty_file=True,
        widget=forms.FileInput(
            attrs={"accept": "image/jpeg,image/png,image/webp", "capture": "environment"}
        ),
        error_messages={"required": "还没有拍照，请点“拍照”。"},
    )


class ComingForm(AboutForm):
    """A photo that the phone is going to send piece by piece."""

    key = forms.UUIDField()
    set_key = forms.UUIDField()
    size = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    phone_at = forms.DateTimeField(required=False, input_formats=["%Y-%m-%dT%H:%M:%S.%fZ"])


class PieceForm(forms.Form):
    """Where a piece goes."""

    key = forms.UUIDField()
    at = forms.IntegerField(min_value=0, max_value=2**31 - 1)


class WholeForm(forms.Form):
    """A photo all of which was sent."""

    key = forms.UUIDField()
