"""Shapes of what is typed about a scheme (登记方案、登记需求)."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from jiugai.domain.scheme.accepted import AcceptedItem
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
    catalogue = forms.ChoiceField(
        label="本地目录",
        required=False,
        help_text="清单里写了本地分类才选；国家编号照写，另记本地分类。",
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

    def __init__(self, *args: Any, catalogues: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("catalogue", [("", "不用本地目录"), *catalogues])

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
            catalogue=said["catalogue"],
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


class AcceptanceForm(Keyed):
    """How much of an item was accepted (登记验收数量)."""

    item = forms.ChoiceField(label="改造内容", error_messages={"required": "请选一项改造内容。"})
    quantity = forms.DecimalField(
        label="验收数量",
        min_value=0,
        max_digits=13,
        decimal_places=3,
        help_text="没做写 0。",
        error_messages={
            "required": "请填验收数量，例如 1200.5；没做写 0。",
            "invalid": "验收数量没有读懂，应为数，例如 1200.5。",
            "min_value": "验收数量应不小于 0，例如 1200.5。",
            "max_decimal_places": "验收数量最多三位小数，例如 1200.5。",
        },
    )
    unit = forms.CharField(
        label="单位",
        max_length=20,
        help_text="按方案的单位写，不会替您换算。",
        error_messages={"required": "请写单位，例如 ㎡。"},
    )
    on = forms.DateField(
        label="验收日期",
        widget=_DAY,
        error_messages={"required": "请填日期，例如 2020-10-28。", "invalid": _READ_DAY},
    )
    paper = forms.CharField(
        label="凭据",
        max_length=200,
        help_text="例如 石旧改验〔2020〕3号。",
        error_messages={"required": "请写验收凭据，例如“石旧改验〔2020〕3号”。"},
    )

    def __init__(self, *args: Any, items: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("item", items)

    def said(self) -> AcceptedItem:
        """Return what was typed, once it is known to be whole."""
        told = self.cleaned_data
        return AcceptedItem(
            told["item"],
            told["unit"].strip(),
            Fraction(told["quantity"]),
            told["on"],
            told["paper"].strip(),
        )


class WithdrawForm(Keyed):
    """Why a need stands no longer (撤销需求)."""

    reason = forms.CharField(
        label="理由",
        max_length=200,
        error_messages={"required": "撤销需求要写理由，例如“复查不漏水”。"},
    )


class WithdrawAcceptedForm(WithdrawForm):
    """Why an acceptance stands no longer (撤销验收数量)."""

    reason = forms.CharField(
        label="理由",
        max_length=200,
        error_messages={"required": "撤销验收数量要写理由，例如“单位写错”。"},
    )
