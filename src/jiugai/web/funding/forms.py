"""What is asked for at the desk of funding (资金台的表单)."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from jiugai.services.funding import desk as funding_desk
from jiugai.services.funding.allocating import Unread, fen_of


class AllocationForm(forms.Form):
    """Which sum, by which rule, among whom (资金分配)."""

    rule = forms.ChoiceField(label="分配办法", error_messages={"required": "请选分配办法。"})
    total = forms.CharField(
        label="要分的钱（元）",
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "placeholder": "100000000.00"}),
        error_messages={"required": "请填要分的钱，以元计，例如 100000000。"},
    )
    file = forms.FileField(
        label="地区基数表",
        help_text="一行一个地区，.xlsx 或 .csv；列：地区、改造面积(㎡)、改造户数、改造楼栋数、改造小区个数、财政困难程度系数、绩效评价结果。",
        error_messages={
            "required": "请选地区基数表，.xlsx 或 .csv。",
            "empty": "文件是空的，请重选。",
        },
    )

    year = forms.ChoiceField(
        label="结转哪一年的奖惩",
        required=False,
        help_text="排名的奖惩定了以后才有；基数表的地区写县区全称才对得上。",
    )

    def __init__(
        self, *given: Any, rules: dict[str, str], years: Iterable[int] = (), **named: Any
    ) -> None:
        super().__init__(*given, **named)
        year = self.fields["year"]
        assert isinstance(year, forms.ChoiceField)
        year.choices = [("", "不结转"), *((str(one), f"{one}年") for one in years)]
        year.error_messages["invalid_choice"] = "没有这一年，请从列表里选。没有分配。"
        field = self.fields["rule"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(rules.items())
        field.error_messages["invalid_choice"] = "没有这份办法，请从列表里选。没有分配。"

    def clean_total(self) -> int:
        """Read the sum, in 分."""
        typed = self.cleaned_data["total"]
        try:
            return fen_of(typed)
        except Unread as unread:
            raise forms.ValidationError(f"写的是“{typed}”，{unread}。没有分配。") from unread

    def clean_file(self) -> "UploadedFile[bytes]":
        """Refuse a file that is too large."""
        return _bearable(self.cleaned_data["file"], "没有分配。")


class BondsForm(forms.Form):
    """The two tables of special bonds (专项债核对)."""

    projects = forms.FileField(
        label="项目信息表",
        help_text="一行一个项目，.xlsx 或 .csv；钱的列写明单位，例如“总投资(万元)”。",
        error_messages={
            "required": "请选项目信息表，.xlsx 或 .csv。",
            "empty": "文件是空的，请重选。",
        },
    )
    payments = forms.FileField(
        label="付息日表",
        required=False,
        help_text="列：编号、起息日、付息日、最近付息日、提醒还款天数、到期日、期限(年)。",
        error_messages={"empty": "文件是空的，请重选。"},
    )

    def clean_projects(self) -> "UploadedFile[bytes]":
        """Refuse a file that is too large."""
        return _bearable(self.cleaned_data["projects"], "没有核对。")

    def clean_payments(self) -> "UploadedFile[bytes] | None":
        """Refuse a file that is too large."""
        sent = self.cleaned_data["payments"]
        return _bearable(sent, "没有核对。") if sent else None


def _bearable(sent: "UploadedFile[bytes]", nothing_done: str) -> "UploadedFile[bytes]":
    most, said = funding_desk.largest_table()
    if (sent.size or 0) > most:
        raise forms.ValidationError(f"文件超过 {said}，请删去用不到的内容再试。{nothing_done}")
    return sent
