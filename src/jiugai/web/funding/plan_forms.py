"""What is typed at the plan studio (比选台的表单)."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms

from jiugai.domain.funding.sources import Source
from jiugai.domain.programme.choice.case import MOST_CHANGE, MOST_YEARS, WEIGHED, CaseInputs
from jiugai.domain.programme.choice.case import CaseBudget as Budget
from jiugai.domain.quantities import FEN_PER_WAN_YUAN, wan_yuan
from jiugai.services.funding.plan_studio.law import BUDGETED
from jiugai.web.registry.forms import Keyed

_READ_NUMBER = {
    "invalid": "没有读懂，请写数字，例如 3000 或 0.6。",
    "max_digits": "写得太长，请写成 3000 或 3000.5 这样的数。",
    "max_decimal_places": "小数太长，请少写几位，例如 3000.5。",
    "max_whole_digits": "写得太大，请核对单位。",
    "min_value": "不能小于 0，例如 3000。",
    "max_value": "写得太大，请核对单位，例如 3000。",
}
_READ_WHOLE = {
    "invalid": "没有读懂，请写整数，例如 5。",
    "min_value": "写得太小，请写 %(limit_value)s 或更大的整数。",
    "max_value": "写得太大，请写 %(limit_value)s 或更小的整数。",
    "required": "请填一个整数。",
}


class CaseForm(Keyed):
    """A new case: what it is called, and for which years (新方案)."""

    title = forms.CharField(
        label="名称",
        max_length=40,
        help_text="例如“2022 年计划第一稿”。",
        error_messages={
            "required": "请写方案名称，例如“2022 年计划第一稿”。",
            "max_length": "名称最多 40 个字。",
        },
    )
    year = forms.IntegerField(label="首年", error_messages=_READ_WHOLE)
    years = forms.IntegerField(
        label="一共几年",
        min_value=1,
        max_value=MOST_YEARS,
        initial=1,
        help_text="多年的逐年比选：先选首年，余下的再选下一年，不是各年一起求最优。",
        error_messages=_READ_WHOLE,
    )


class SettingForm(forms.Form):
    """What a case assumes: money by source, floors, weights (方案设定)."""

    floor = forms.IntegerField(
        label="县区保底",
        min_value=0,
        max_value=50,
        widget=forms.NumberInput(attrs={"type": "range", "step": 1}),
        error_messages=_READ_WHOLE,
    )
    keeps = forms.BooleanField(label="少动：上一版入选的算“已公布”，尽量保留", required=False)
    seconds = forms.IntegerField(
        label="至多算多少秒", min_value=5, max_value=120, error_messages=_READ_WHOLE
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self,
        *given: Any,
        inputs: CaseInputs,
        number: int,
        counties: Iterable[tuple[int, str]],
        **named: Any,
    ) -> None:
        named |= {"initial": _initial(inputs) | {"seen": number}, "auto_id": "set-%s"}
        super().__init__(*given, **named)
        self._inputs, self._counties = inputs, tuple(counties)
        for fund in BUDGETED:
            if fund is not Source.COUNTY:
                self.fields[_money(fund)] = _money_field(fund.word)
            self.fields[_change(fund)] = _change_field(fund.word)
        for county_id, name in self._counties:
            self.fields[_money(Source.COUNTY, county_id)] = _money_field(name)
        for kind in WEIGHED:
            self.fields[f"mark_{kind.value}"] = forms.DecimalField(
                label=kind.word,
                min_value=0,
                max_value=1000,
                max_digits=8,
                decimal_places=4,
                required=False,
                error_messages=_READ_NUMBER,
            )

    @property
    def budgets(self) -> list[dict[str, Any]]:
        """Return the fields of the city's money, a source each: its amount and its slider."""
        return [
            {
                "word": fund.word,
                "money": self[_money(fund)] if fund is not Source.COUNTY else None,
                "change": self[_change(fund)],
            }
            for fund in BUDGETED
        ]

    @property
    def county_money(self) -> list[forms.BoundField]:
        """Return the fields of the counties' own money."""
        return [self[_money(Source.COUNTY, county_id)] for county_id, _ in self._counties]

    @property
    def marks(self) -> list[forms.BoundField]:
        """Return the fields of the weights."""
        return [self[f"mark_{kind.value}"] for kind in WEIGHED]

    def said(self) -> CaseInputs:
        """Return what was typed, with the pins as they stand: those are set at each community."""
        values = self.cleaned_data
        budgets = []
        for fund in BUDGETED:
            change = values[_change(fund)] or 0
            places = [None] if fund is not Source.COUNTY else [one for one, _ in self._counties]
            for place in places:
                fen = int((values[_money(fund, place)] or Decimal(0)) * FEN_PER_WAN_YUAN)
                if fen:
                    budgets.append(Budget(int(fund), place, fen, change))
        marks = {kind: Fraction(values[f"mark_{kind.value}"] or 0) for kind in WEIGHED}
        return CaseInputs(
            budgets=tuple(budgets),
            floor_percent=values["floor"],
            marks=marks,
            keeps=values["keeps"],
            seconds=values["seconds"],
            pins_in=self._inputs.pins_in,
            pins_out=self._inputs.pins_out,
        )


class ForwardForm(Keyed):
    """A run put forward as the plan (拟采纳)."""

    run = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    words = forms.CharField(
        label="说明",
        max_length=200,
        help_text="例如“按 8 月测算的资金，报市政府审定”。",
        error_messages={"required": "请写说明，例如“按 8 月测算的资金，报市政府审定”。"},
    )


class DecisionForm(Keyed):
    """What another hand decides on a proposal (采纳决定)."""

    run = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    ruling = forms.ChoiceField(
        label="决定",
        choices=[("", "请选择"), ("yes", "采纳"), ("no", "不采纳")],
        error_messages={"required": "请选采纳还是不采纳。"},
    )
    paper = forms.CharField(
        label="决定见于",
        max_length=160,
        help_text="例如“市政府专题会议纪要〔2020〕15号”。",
        error_messages={"required": "请写决定见于哪份文件或哪次会议。"},
    )
    words = forms.CharField(label="理由", required=False, max_length=200)


def _money(fund: Source, county_id: int | None = None) -> str:
    return f"money_{fund.value}" if county_id is None else f"money_{fund.value}_{county_id}"


def _change(fund: Source) -> str:
    return f"change_{fund.value}"


def _money_field(label: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        min_value=0,
        max_digits=13,
        decimal_places=6,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages=_READ_NUMBER,
    )


def _change_field(word: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=f"{word}试算增减",
        min_value=-MOST_CHANGE,
        max_value=MOST_CHANGE,
        required=False,
        widget=forms.NumberInput(attrs={"type": "range", "step": 5}),
        error_messages=_READ_WHOLE,
    )


def _initial(inputs: CaseInputs) -> dict[str, Any]:
    found: dict[str, Any] = {
        "floor": inputs.floor_percent,
        "keeps": inputs.keeps,
        "seconds": inputs.seconds,
    }
    for fund in BUDGETED:
        found[_change(fund)] = 0
    for one in inputs.budgets:
        fund = Source(one.source)
        found[_money(fund, one.county_id)] = f"{wan_yuan(one.fen, 6).normalize():f}"
        found[_change(fund)] = one.change
    for kind, mark in inputs.marks.items():
        found[f"mark_{kind.value}"] = Decimal(mark.numerator) / Decimal(mark.denominator)
    return found
