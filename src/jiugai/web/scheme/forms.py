"""Shapes of what is typed about a scheme (登记方案、登记需求)."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from jiugai.domain.scheme.bill import BillStage
from jiugai.domain.scheme.changes import Grounds
from jiugai.domain.scheme.needs import NeedKind
from jiugai.services.scheme.bills import BillSent, largest_bill
from jiugai.web.registry.forms import Keyed

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_READ_DAY = "日期没有读懂，请写成 2020-10-28 这样的年-月-日。"
_NOTHING = "没有写入任何数据。"


class BillForm(Keyed):
    """A bill of quantities as the next version of its stage (登记方案)."""

    stage = forms.TypedChoiceField(
        label="哪个阶段",
        coerce=int,
        choices=[(int(stage), stage.word) for stage in BillStage],
        error_messages={"invalid_choice": f"请选估算、预算或决算。{_NOTHING}"},
    )
    effective_on = forms.DateField(
        label="生效日期",
        widget=_DAY,
        error_messages={"required": "请填生效日期，例如 2020-10-28。", "invalid": _READ_DAY},
    )
    file = forms.FileField(
        label="工程量清单",
        help_text="一行一项，.xlsx 或 .csv；可先下载空表，填好再传。",
        error_messages={
            "required": "请选工程量清单，.xlsx 或 .csv。",
            "empty": "文件是空的，请重选。",
        },
    )
    waived = forms.CharField(
        label="不改的项和理由",
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="一行一项，先写编号再写理由，例如 B07 已于2018年改造。",
    )
    reason = forms.CharField(
        label="变更理由", required=False, max_length=400, help_text="第一版不用写。"
    )
    paper = forms.CharField(
        label="批准文件", required=False, max_length=200, help_text="例如 石旧改办〔2020〕12号。"
    )
    vote = forms.CharField(
        label="居民表决",
        required=False,
        max_length=200,
        help_text="增减改造内容时要写，例如 86户中71户同意。",
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        """Refuse a file that is too large."""
        sent: UploadedFile[bytes] = self.cleaned_data["file"]
        most, said = largest_bill()
        if (sent.size or 0) > most:
            raise forms.ValidationError(f"文件超过 {said}，请删去用不到的内容再试。{_NOTHING}")
        return sent

    def clean_waived(self) -> tuple[tuple[str, str], ...]:
        """Read one item and its reason of each line."""
        found: dict[str, str] = {}
        for line in self.cleaned_data["waived"].splitlines():
            code, _, why = line.strip().partition(" ")
            if not line.strip():
                continue
            if not why.strip() or not code.isascii() or not code.isalnum():
                raise forms.ValidationError(
                    f"读到“{line.strip()[:40]}”，应先写编号，空一格，再写理由，"
                    f"例如“B07 已于2018年改造”。{_NOTHING}"
                )
            found[code.upper()] = why.strip()
        return tuple(found.items())

    def sent(self) -> BillSent:
        """Return what was sent, once it is known to be whole."""
        said = self.cleaned_data
        return BillSent(
            content=said["file"].read(),
            document=said["file"].name,
            stage=BillStage(said["stage"]),
            effective_on=said["effective_on"],
            grounds=Grounds(said["reason"], said["paper"], said["vote"]),
            waived=said["waived"],
        )


class NeedForm(Keyed):
    """What the community lacks or was promised (登记需求)."""

    kind = forms.TypedChoiceField(
        label="来源", coerce=int, choices=[(int(kind), kind.word) for kind in NeedKind]
    )
    item = forms.ChoiceField(label="靠哪项解决", error_messages={"required": "请选一项改造内容。"})
    words = forms.CharField(
        label="缺什么",
        max_length=200,
        help_text="例如 3号楼屋面漏水。",
        error_messages={"required": "请写缺什么，例如“3号楼屋面漏水”。"},
    )
    on = forms.DateField(
        label="哪天发现",
        widget=_DAY,
        error_messages={"required": "请填日期，例如 2020-10-28。", "invalid": _READ_DAY},
    )

    def __init__(self, *args: Any, items: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("item", items)


class WithdrawForm(Keyed):
    """Why a need stands no longer (撤销需求)."""

    reason = forms.CharField(
        label="理由",
        max_length=200,
        error_messages={"required": "撤销需求要写理由，例如“复查不漏水”。"},
    )
