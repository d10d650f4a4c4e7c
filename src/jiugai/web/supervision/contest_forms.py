"""Shapes of what is typed about rounds of judging (开评、评分、结束、命名)."""

from decimal import Decimal
from typing import Any

from django import forms

from jiugai.domain.supervision.contest import TENTHS, SheetLine
from jiugai.web.registry.forms import Keyed

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_READ_DAY = "日期没有读懂，请写成 2020-10-28 这样的年-月-日。"


def _lines(label: str, help_text: str, needed: str, rows: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
        error_messages={"required": needed},
    )


class ContestForm(Keyed):
    """A round as it is typed before it opens (开评)."""

    title = forms.CharField(
        label="名称",
        max_length=64,
        error_messages={"required": "请写名称，例如“上半年现场观摩评比”。"},
    )
    on = forms.DateField(
        label="评比日期",
        widget=_DAY,
        error_messages={"required": "请填评比日期，例如 2020-10-28。", "invalid": _READ_DAY},
    )
    sheet = _lines(
        "评分表",
        "一行一项：评分项，满分。默认的一份可以改，开评以后不能改。",
        "请写评分表，一行一项，例如“改造内容和工程质量，30”。",
        6,
    )
    entrants = _lines(
        "参评小区",
        "一行一个：县区，小区全名。可以从 Excel 两列粘贴。",
        "请写参评小区，一行一个，例如“石泉县，金州家属院”。",
        6,
    )
    jurors = _lines(
        "评委",
        "一行一位：姓名，单位，来自哪个县区（市里和外地的写“市级”），账号。"
        "没有账号的不写账号，评分表由市改造办代录。",
        "请写评委，一行一位，例如“王工，石泉县住建局，石泉县”。",
        6,
    )


class SheetForm(Keyed):
    """A juror's sheet, a field a line (评分表)."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=9999)

    def __init__(self, *args: Any, criteria: tuple[SheetLine, ...], corrects: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._names = [f"mark_{n}" for n in range(1, len(criteria) + 1)]
        for name, line in zip(self._names, criteria, strict=True):
            self.fields[name] = _mark(line)
        if corrects:
            self.fields["reason"] = forms.CharField(
                label="为什么更正",
                max_length=200,
                error_messages={"required": "请写为什么更正，例如“第二项看错行，以纸质表为准”。"},
            )

    @property
    def marks(self) -> list[forms.BoundField]:
        """Return the fields of the sheet's lines, in their order."""
        return [self[name] for name in self._names]

    def tenths(self) -> list[int]:
        """Return the marks in tenths of a point; the form is valid."""
        return [int(self.cleaned_data[name] * TENTHS) for name in self._names]


def _mark(line: SheetLine) -> forms.DecimalField:
    said = f"应在 0 到 {line.full} 分之间，至多一位小数，例如 {Decimal(line.full) * 9 / 10:.1f}。"
    return forms.DecimalField(
        label=f"{line.title}（满分 {line.full}）",
        min_value=0,
        max_value=line.full,
        decimal_places=1,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.1"}),
        error_messages={
            "required": f"“{line.title}”没有打分，没有的打 0 分。",
            "invalid": f"分数没有读懂，{said}",
            "min_value": f"分数{said}",
            "max_value": f"分数{said}",
            "max_decimal_places": f"分数{said}",
        },
    )


class CloseForm(Keyed):
    """The one press that closes a round (结束评比)."""


class ModelForm(Keyed):
    """That an entrant is a model community (命名示范小区)."""

    entrant = forms.TypedChoiceField(
        label="小区", coerce=int, error_messages={"required": "请选命名哪个小区。"}
    )
    paper = forms.CharField(
        label="见于文件",
        max_length=160,
        error_messages={"required": "请写见于哪份文件，例如“安旧改办〔2020〕20号”。"},
    )
    on = forms.DateField(
        label="文件日期",
        widget=_DAY,
        error_messages={"required": "请填文件日期，例如 2020-11-12。", "invalid": _READ_DAY},
    )
