"""Shapes of what is typed about dossiers (登记办理情况、定清单)."""

from typing import Any

from django import forms

from jiugai.domain.scheme.checklists import (
    Checklist,
    ChecklistItem,
    EvidenceKind,
    Mark,
    MarkState,
)
from jiugai.web.registry.forms import Keyed

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_READ_DAY = "日期没有读懂，请写成 2020-10-28 这样的年-月-日。"
_EXAMPLE = "1|一个工作专班|文件|1"
_NOTHING = "没有写入任何数据。"


class MarkForm(Keyed):
    """What is said of an item of a checklist (登记办理情况)."""

    item = forms.ChoiceField(label="哪一项", error_messages={"required": "请选一项。"})
    state = forms.TypedChoiceField(
        label="情况", coerce=int, choices=[(int(one), one.word) for one in MarkState]
    )
    on = forms.DateField(
        label="日期",
        widget=_DAY,
        error_messages={"required": "请填日期，例如 2020-10-28。", "invalid": _READ_DAY},
    )
    paper = forms.CharField(
        label="凭据",
        required=False,
        max_length=200,
        help_text="写已办的要写，例如 石旧改办〔2020〕3号。",
    )
    words = forms.CharField(
        label="说明", required=False, max_length=200, help_text="写不适用的要写理由。"
    )

    def __init__(self, *args: Any, items: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("item", items)

    def said(self) -> tuple[str, Mark]:
        """Return the checklist's code and what is said, once it is known to be whole."""
        told = self.cleaned_data
        code, _, item = told["item"].partition("/")
        return code, Mark(
            item, MarkState(told["state"]), told["on"], told["words"].strip(), told["paper"].strip()
        )


class ChecklistForm(Keyed):
    """A method's checklist, or its next version (定清单)."""

    code = forms.CharField(widget=forms.HiddenInput, required=False, max_length=32)
    title = forms.CharField(
        label="名称",
        max_length=80,
        error_messages={"required": "请写清单名称，例如“工程质量五个一”。"},
    )
    source = forms.CharField(
        label="依据",
        max_length=200,
        help_text="哪份文件、哪次会议定的。",
        error_messages={"required": "请写依据，例如“安旧改办〔2020〕5号”。"},
    )
    items = forms.CharField(
        label="条目",
        required=False,
        max_length=12_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=f"一行一项：编号|内容|凭据|分值，例如 {_EXAMPLE}；凭据写文件、照片、记录或数据。",
    )

    def clean_items(self) -> tuple[ChecklistItem, ...]:
        """Read one item of each line."""
        lines = [line.strip() for line in self.cleaned_data["items"].splitlines() if line.strip()]
        return tuple(_item(line) for line in lines)

    def checklist(self, code: str) -> Checklist:
        """Return what was typed, once it is known to be whole."""
        told = self.cleaned_data
        return Checklist(code, told["title"].strip(), told["source"].strip(), told["items"])


def _item(line: str) -> ChecklistItem:
    parts = [part.strip() for part in line.replace("｜", "|").split("|")]
    kinds = {one.word: one for one in EvidenceKind}
    well = len(parts) == 4 and 0 < len(parts[0]) <= 12 and bool(parts[1])
    if not well or parts[2] not in kinds or not parts[3].isascii() or not parts[3].isdigit():
        raise forms.ValidationError(
            f"读到“{line[:40]}”，应为“编号|内容|凭据|分值”，例如“{_EXAMPLE}”；"
            f"凭据写文件、照片、记录或数据，分值写整数。{_NOTHING}"
        )
    return ChecklistItem(parts[0], parts[1], kinds[parts[2]], int(parts[3]))


def typed(checklist: Checklist) -> str:
    """Return the items of a checklist as they are typed."""
    return "\n".join(
        f"{one.code}|{one.words}|{one.evidence.word}|{one.score}" for one in checklist.items
    )
