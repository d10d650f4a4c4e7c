"""Shapes of what is typed in the book (制单、复核、冲销、登记、结账); services decide what it means."""

from collections.abc import Sequence
from typing import Any

from django import forms

from jiugai.domain.funding.book.amounts import MoneyUnit, NotAnAmount, fen_of
from jiugai.domain.funding.book.steps import MoneyStep, needs_contract, needs_project
from jiugai.web.registry.forms import Keyed

Choices = Sequence[tuple[object, Any]]
NOTHING = "没有写入任何数据。"
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _a_day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=_DAY,
        error_messages={
            "required": f"请填{label}，例如 2020-10-09。",
            "invalid": "日期没有读懂，请写成 2020-10-09 这样的年-月-日。",
        },
    )


def _text(label: str, most: int, example: str, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        error_messages={"required": f"请写{label}，例如“{example}”。"},
        **more,
    )


def _choice(label: str, **more: Any) -> forms.TypedChoiceField:
    wrong = {
        "required": f"请选{label}。",
        "invalid_choice": f"列表里没有这个{label}，请重选。{NOTHING}",
    }
    return forms.TypedChoiceField(
        label=label, coerce=int, empty_value=None, error_messages=wrong, **more
    )


class _Amount(Keyed):
    """An amount with its unit, a column of its own that is never guessed (金额、单位)."""

    amount = forms.CharField(
        label="金额",
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        help_text="只写数，例如 120000.00。",
        error_messages={"required": "请填金额，例如 120000.00。"},
    )
    unit = forms.ChoiceField(
        label="单位",
        choices=[("", "请选"), *((unit.value, unit.value) for unit in MoneyUnit)],
        help_text="元、万元、亿元，不替您猜。",
        error_messages={"required": "请选单位：元、万元还是亿元，不替您猜。"},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("amount") and cleaned.get("unit"):
            try:
                cleaned["fen"] = fen_of(cleaned["amount"], MoneyUnit(cleaned["unit"]))
            except NotAnAmount as wrong:
                self.add_error("amount", f"{wrong}。{NOTHING}")
        return cleaned


class VoucherForm(_Amount):
    """A step of money as a maker writes it down (制单); only the fields that the step asks for."""

    earmark = _choice("专款")
    county = _choice("县区", help_text="记在谁的账上。")
    giver = _choice("从哪里分出", help_text="分出指标的一方，一般是市里。")
    project = _choice("项目")
    contract = _choice("合同")
    on = _a_day("业务日期")
    paper = _text("依据", 120, "安财建〔2020〕12号", help_text="文号、合同号或银行回单号。")
    memo = forms.CharField(label="摘要", max_length=200, required=False)
    field_order = ("key", "earmark", "county", "giver", "project", "contract", "amount", "unit", "on", "paper", "memo")  # fmt: skip

    def __init__(self, *args: Any, step: MoneyStep, choices: dict[str, Choices], **kwargs: Any):
        super().__init__(*args, **kwargs)
        if step is not MoneyStep.ASSIGN:
            del self.fields["giver"]
        if needs_contract(step):
            del self.fields["project"]
        else:
            del self.fields["contract"]
            if not needs_project(step):
                del self.fields["project"]
        for name, offered in choices.items():
            if name in self.fields:
                self.offer(name, [("", "请选"), *offered])


class EarmarkForm(Keyed):
    """The paper that grants money, entered before anything can be posted (登记专款)."""

    source = _choice("资金来源")
    paper = _text("下达文号", 80, "财综〔2020〕1号")
    year = forms.IntegerField(
        label="预算年度",
        min_value=1980,
        max_value=2100,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), "请填四位的预算年度，例如 2020。"
        ),
    )

    def __init__(self, *args: Any, sources: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("source", [("", "请选"), *sources])


class ContractForm(_Amount):
    """A contract, entered before anybody can be paid on it (登记合同)."""

    project = _choice("项目")
    number = _text("合同编号", 80, "HT-2020-01")
    payee = _text("收款单位", 120, "某某建筑公司", help_text="照合同写全称，付款只付给它。")
    on = _a_day("签订日期")
    field_order = ("key", "project", "number", "payee", "amount", "unit", "on")

    def __init__(self, *args: Any, projects: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("project", [("", "请选"), *projects])


class DeedForm(Keyed):
    """One deed about a voucher, on what the officer saw (办理)."""

    kind = forms.CharField(widget=forms.HiddenInput, max_length=16)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**62)


class SendBackForm(DeedForm):
    """A voucher sent back, and why (退回)."""

    reason = _text("为什么退回", 200, "金额与回单不符")


class ReverseForm(DeedForm):
    """A posting that is to be undone, on which paper and why (冲销)."""

    paper = _text("依据", 120, "更正通知单 2020-7 号")
    reason = _text("为什么冲销", 200, "重复入账")


class CloseForm(Keyed):
    """Which month's book is closed for good (结账)."""

    month = forms.ChoiceField(
        label="结到哪个月",
        error_messages={
            "required": "请选结到哪个月。",
            "invalid_choice": "列表里没有这个月，请重选。" + NOTHING,
        },
    )
    sure = forms.BooleanField(
        label="我知道结了账不再打开",
        error_messages={"required": "请勾选，确认结了账不再打开。"},
    )

    def __init__(self, *args: Any, months: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("month", [("", "请选"), *months])


DEEDS = {"post": "复核记账", "back": "退回", "reverse": "制冲销单"}
"""What is done about a voucher, in the words of its button."""
DEED_FORMS: dict[str, type[DeedForm]] = {"post": DeedForm, "back": SendBackForm, "reverse": ReverseForm}  # fmt: skip
