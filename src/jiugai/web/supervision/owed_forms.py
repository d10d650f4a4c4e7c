"""Shapes of what is typed about documents that are owed (登记印发、定期限、撤销登记)."""

from typing import Any

from django import forms

from jiugai.web.registry.forms import Keyed

_DAY = forms.DateInput(attrs={"type": "date"})
_READ_DAY = "日期没有读懂，请写成 2020-11-20 这样的年-月-日。"
DEEDS = {"issue": "登记印发", "due": "定期限", "withdraw": "撤销登记"}
"""What is done about a document, in the words of its button."""


class OwedForm(Keyed):
    """One deed about a document, on what the officer saw (办理)."""

    kind = forms.ChoiceField(widget=forms.HiddenInput, choices=list(DEEDS.items()))
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**62)


class IssueForm(OwedForm):
    """A document that was issued (登记印发)."""

    number = forms.CharField(
        label="文号",
        max_length=64,
        help_text="例如 安建发〔2020〕31号。",
        error_messages={"required": "请写文号，例如“安建发〔2020〕31号”。"},
    )
    title = forms.CharField(
        label="文件名称",
        max_length=120,
        error_messages={"required": "请写文件名称，例如“安康市老旧小区改造资金筹措办法”。"},
    )
    on = forms.DateField(
        label="印发日期",
        widget=_DAY,
        error_messages={"required": "请填印发日期，例如 2020-11-20。", "invalid": _READ_DAY},
    )
    paper = forms.CharField(
        label="文件在哪里",
        max_length=160,
        required=False,
        help_text="网址、档案号，例如 市政府网站政策文件栏、档案 2020-31。",
    )
    changes = forms.MultipleChoiceField(
        label="改动哪几份规定",
        required=False,
        help_text="政策库里因它要改的规定；数由技术人员照文件改，改以前仍按原来的算。",
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )

    def __init__(self, *args: Any, files: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["changes"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = files


class DueForm(OwedForm):
    """A day by which a document is owed (定期限)."""

    due_on = forms.DateField(
        label="到哪天为止",
        widget=_DAY,
        error_messages={"required": "请填期限，例如 2020-12-31。", "invalid": _READ_DAY},
    )
    ground = forms.CharField(
        label="依据",
        max_length=160,
        help_text="例如 11月10日专题会议纪要。没有依据的不定，不猜。",
        error_messages={"required": "请写期限的依据，例如“11月10日专题会议纪要”。"},
    )


class WithdrawForm(OwedForm):
    """Why the entry of an issue is withdrawn (撤销登记)."""

    words = forms.CharField(
        label="为什么撤销",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写为什么撤销，例如“文号录错，应为31号”。"},
    )
