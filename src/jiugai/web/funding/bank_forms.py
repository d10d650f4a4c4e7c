"""Shapes of what is typed and dropped when bank and book are compared (对账的表单)."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from jiugai.services.funding.bank import taking
from jiugai.web.funding.voucher_forms import NOTHING, Choices
from jiugai.web.registry.forms import Keyed


class AccountForm(Keyed):
    """A county's special account (登记专户)."""

    county = forms.TypedChoiceField(
        label="县区",
        coerce=int,
        empty_value=None,
        error_messages={"required": "请选县区。", "invalid_choice": f"没有这个县区。{NOTHING}"},
    )
    bank = forms.CharField(
        label="开户行",
        max_length=80,
        error_messages={"required": "请写开户行，例如“长安银行石泉支行”。"},
    )
    number = forms.CharField(
        label="账号", max_length=40, error_messages={"required": "请写账号，照开户许可证。"}
    )

    def __init__(self, *args: Any, counties: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("county", [("", "请选"), *counties])


class StatementForm(forms.Form):
    """A statement dropped in (导入对账单)."""

    file = forms.FileField(
        label="对账单",
        help_text="从网上银行下载的 .xlsx 或 .csv；列：交易日期、金额（元）、方向（收或付）、对方户名、摘要、"
        "余额（元）、流水号。单位写在表头里，不猜。",
        error_messages={
            "required": "请选对账单，.xlsx 或 .csv。",
            "empty": "文件是空的，请重选。",
        },
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        """Refuse a file that is too large."""
        sent: UploadedFile[bytes] = self.cleaned_data["file"]
        most, told = taking.largest_statement()
        if (sent.size or 0) > most:
            raise forms.ValidationError(f"文件超过 {told}，请按月分开再试。没有导入任何一行。")
        return sent


class UndoForm(Keyed):
    """A match taken back, and why (取消对上)."""

    match = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**62)
    words = forms.CharField(
        label="为什么取消",
        max_length=200,
        error_messages={"required": "请写为什么取消，例如“对错了笔”。"},
    )


def pairs_of(told: list[str]) -> tuple[tuple[int, int], ...] | None:
    """Return the pairs that a page sent, as ``line-posting``; None if one is no pair."""
    found = []
    for text in told:
        if not text:
            continue
        line, _, posting = text.partition("-")
        if not all(one.isascii() and one.isdigit() and len(one) < 19 for one in (line, posting)):
            return None
        found.append((int(line), int(posting)))
    return tuple(found)
