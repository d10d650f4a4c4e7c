"""Shapes of what is typed and dropped about batches (拟稿、更正、复核、登记批复)."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from jiugai.domain.funding.batches import Decider, Grounds, Mouth
from jiugai.services.funding.batches.drafting import BatchSent, NewBatch, largest_batch
from jiugai.web.funding.voucher_forms import NOTHING
from jiugai.web.registry.forms import Keyed

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_YEAR_WRONG = "请填四位的年度，例如 2020。"


class _Table(Keyed):
    """A table with the paper that it goes under (表和文号)."""

    paper = forms.CharField(
        label="文号",
        max_length=120,
        help_text="例如 安旧改办〔2020〕6号。",
        error_messages={"required": "请写文号，例如“安旧改办〔2020〕6号”。"},
    )
    on = forms.DateField(
        label="文件日期",
        widget=_DAY,
        error_messages={
            "required": "请填文件日期，例如 2020-05-08。",
            "invalid": "日期没有读懂，请写成 2020-05-08 这样的年-月-日。",
        },
    )
    reason = forms.CharField(label="更正理由", max_length=200, required=False)
    file = forms.FileField(
        label="表",
        error_messages={"required": "请选表，.xlsx 或 .csv。", "empty": "文件是空的，请重选。"},
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        """Refuse a file that is too large."""
        sent: UploadedFile[bytes] = self.cleaned_data["file"]
        most, told = largest_batch()
        if (sent.size or 0) > most:
            raise forms.ValidationError(f"文件超过 {told}，请删去用不到的内容再试。{NOTHING}")
        return sent

    def sent(self) -> BatchSent:
        """Return what was sent, once it is known to be whole."""
        said = self.cleaned_data
        grounds = Grounds(said["paper"].strip(), said["on"], said["reason"].strip())
        return BatchSent(said["file"].read(), said["file"].name, grounds)


class BatchForm(_Table):
    """A batch to be drawn up (拟一批申报)."""

    year = forms.IntegerField(
        label="年度",
        min_value=2015,
        max_value=2100,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), _YEAR_WRONG
        ),
    )
    mouth = forms.ChoiceField(
        label="报给哪个口",
        choices=[("", "请选"), *((one.value, one.word) for one in Mouth)],
        error_messages={"required": "请选报给哪个口。"},
    )
    decider = forms.TypedChoiceField(
        label="由哪一级批复",
        coerce=int,
        choices=[("", "请选"), *((int(one), one.word) for one in Decider)],
        error_messages={"required": "请选由哪一级批复。"},
    )
    field_order = ("key", "year", "mouth", "decider", "paper", "on", "file")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["reason"]
        self.fields["file"].label = "申报表"
        self.fields[
            "file"
        ].help_text = "一个小区一项一行，.xlsx 或 .csv；可先下载空表。不分项的，改造内容编号空着。"

    def clean(self) -> dict[str, Any]:
        """A first version corrects nothing."""
        return {**(super().clean() or {}), "reason": ""}

    def new(self) -> NewBatch:
        """Return to whom the batch goes."""
        said = self.cleaned_data
        return NewBatch(said["year"], Mouth(said["mouth"]), Decider(said["decider"]))


class CorrectForm(_Table):
    """The next version of a batch (更正申报)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True
        self.fields["reason"].error_messages["required"] = "请写更正理由，例如“漏列一个小区”。"
        self.fields["file"].label = "申报表"
        self.fields["file"].help_text = "全部行重新报一遍，不是只报改动的。"


class AnswerForm(_Table):
    """What a paper answers (登记批复)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = "改以前登记过的批复时要写，例如 计划调整。"
        self.fields["file"].label = "批复表"
        self.fields[
            "file"
        ].help_text = "下载这一批的表，填批准金额和理由后传回；没有批的写 0，这次没有答复的行删去。"


class ConfirmForm(Keyed):
    """That another person confirms the version that he saw (复核报出)."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**62)
