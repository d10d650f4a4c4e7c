"""Shapes of what is typed and dropped about published lists (公开、撤下、登记意向)."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from jiugai.services.funding.batches.drafting import largest_batch
from jiugai.services.funding.interest.publishing import NewList
from jiugai.services.funding.interest.taking_in import OffersSent
from jiugai.web.funding.voucher_forms import NOTHING
from jiugai.web.registry.forms import Keyed

Choices = Iterable[tuple[object, str]]
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_YEAR_WRONG = "请填四位的年度，例如 2020。"
_DAY_WRONG = {
    "required": "请填日期，例如 2020-05-08。",
    "invalid": "日期没有读懂，请写成 2020-05-08 这样的年-月-日。",
}


class PublishForm(Keyed):
    """A list to be published (公开名单)."""

    year = forms.IntegerField(
        label="年度",
        min_value=2015,
        max_value=2100,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), _YEAR_WRONG
        ),
    )
    title = forms.CharField(
        label="名单名称",
        max_length=120,
        error_messages={"required": "请写名称，例如“2020年老旧小区改造企业征集名单”。"},
    )
    paper = forms.CharField(
        label="文号",
        max_length=120,
        help_text="例如 安旧改办函〔2020〕9号。",
        error_messages={"required": "请写文号，例如“安旧改办函〔2020〕9号”。"},
    )
    on = forms.DateField(label="公开日期", widget=_DAY, error_messages=_DAY_WRONG)
    batch = forms.TypedChoiceField(
        label="从获批的申报里取小区",
        coerce=int,
        required=False,
        empty_value=None,
        error_messages={"invalid_choice": f"没有这一批申报。{NOTHING}"},
    )
    numbers = forms.CharField(
        label="另选的小区",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="一行一个小区编号，例如 AK-0001。",
    )
    kinds = forms.MultipleChoiceField(
        label="征集什么",
        help_text="对名单里的每个小区都征集；可按住 Ctrl 选几类。",
        error_messages={
            "required": "请至少选一类，例如“加装电梯”。",
            "invalid_choice": f"没有这一类。{NOTHING}",
        },
    )

    def __init__(self, *args: Any, batches: Choices, kinds: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("batch", [("", "不取"), *batches])
        self.offer("kinds", kinds)

    def new(self) -> NewList:
        """Return what is to be published."""
        said = self.cleaned_data
        numbers = tuple(line.strip() for line in said["numbers"].splitlines() if line.strip())
        return NewList(
            said["year"],
            said["title"],
            said["on"],
            said["paper"],
            said["batch"],
            numbers,
            tuple(said["kinds"]),
        )


class WithdrawForm(Keyed):
    """A row to be taken from its list (撤下)."""

    row = forms.TypedChoiceField(
        label="撤下哪一行",
        coerce=int,
        error_messages={
            "required": "请选要撤下的小区和类别。",
            "invalid_choice": f"名单里没有这一行，或已经撤下。{NOTHING}",
        },
    )
    reason = forms.CharField(
        label="理由",
        max_length=200,
        error_messages={"required": "请写理由，例如“小区已由原产权单位出资改造”。"},
    )

    def __init__(self, *args: Any, rows: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("row", [("", "请选"), *rows])


class OffersForm(Keyed):
    """A table of what firms offer (登记意向)."""

    paper = forms.CharField(
        label="意向书",
        max_length=120,
        help_text="文号或文件名，例如 石泉县企业意向书2020-1。",
        error_messages={"required": "请写意向书的文号或文件名，例如“石泉县企业意向书2020-1”。"},
    )
    on = forms.DateField(label="意向日期", widget=_DAY, error_messages=_DAY_WRONG)
    reason = forms.CharField(
        label="更正理由",
        max_length=200,
        required=False,
        help_text="改以前登记过的意向时要写；旧的一版保留。",
    )
    file = forms.FileField(
        label="意向登记表",
        help_text="一家企业一个小区一类一行，.xlsx 或 .csv；可先下载空表。联系方式只留存证，不显示。",
        error_messages={"required": "请选表，.xlsx 或 .csv。", "empty": "文件是空的，请重选。"},
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        """Refuse a file that is too large."""
        sent: UploadedFile[bytes] = self.cleaned_data["file"]
        most, told = largest_batch()
        if (sent.size or 0) > most:
            raise forms.ValidationError(f"文件超过 {told}，请删去用不到的内容再试。{NOTHING}")
        return sent

    def sent(self) -> OffersSent:
        """Return what was sent, once it is known to be whole."""
        said = self.cleaned_data
        return OffersSent(
            said["file"].read(), said["file"].name, said["paper"], said["on"], said["reason"]
        )
