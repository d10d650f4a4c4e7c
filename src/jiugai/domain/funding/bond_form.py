"""What the published form of a special bond says (专项债项目信息表): as printed, nothing filled in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction

from jiugai.domain.quantities import round_half_up
from jiugai.domain.registry.characters import says_nothing


class BondField(Enum):
    """A figure or a text of the form (专项债表栏目)."""

    TOTAL = "total"
    CAPITAL = "capital"
    BOND = "bond"
    OTHER_DEBT = "other_debt"
    INCOME = "income"
    COST = "cost"
    COST_INCOME = "cost_income"
    COVERAGE = "coverage"
    TERM_YEARS = "term_years"
    RATE = "rate"
    CONSTRUCTION = "construction"
    OPERATION = "operation"
    AREA = "area"
    ADDRESS = "address"
    VALUE_ON = "value_on"
    PAYMENT_DAYS = "payment_days"
    NEXT_PAYMENT = "next_payment"
    REMINDER_DAYS = "reminder_days"
    MATURES_ON = "matures_on"

    @property
    def word(self) -> str:
        return _WORDS[self]


_WORDS = {
    BondField.TOTAL: "总投资",
    BondField.CAPITAL: "资本金",
    BondField.BOND: "申请专项债",
    BondField.OTHER_DEBT: "其他债务融资",
    BondField.INCOME: "预期收入",
    BondField.COST: "成本",
    BondField.COST_INCOME: "成本/收入",
    BondField.COVERAGE: "覆盖倍数",
    BondField.TERM_YEARS: "期限",
    BondField.RATE: "测算年利率",
    BondField.CONSTRUCTION: "建设期",
    BondField.OPERATION: "运营期",
    BondField.AREA: "面积",
    BondField.ADDRESS: "网址",
    BondField.VALUE_ON: "起息日",
    BondField.PAYMENT_DAYS: "付息日",
    BondField.NEXT_PAYMENT: "最近付息日",
    BondField.REMINDER_DAYS: "提醒还款天数",
    BondField.MATURES_ON: "到期日",
}


@dataclass(frozen=True, slots=True)
class Printed:
    """A cell as it was printed (印数).

    Attributes:
      text: as typed; empty where nothing is.
      value: the number, in 元 where it is money; None where the cell holds none.
      decimals: how many are printed: to these it can be compared, and no further.
      scale: how many 元 one of the printed unit is.
      day: the day, where the cell holds one.
    """

    text: str = ""
    value: Fraction | None = None
    decimals: int = 0
    scale: int = 1
    day: date | None = None

    @property
    def is_blank(self) -> bool:
        """Say whether nothing was written at all."""
        return not self.text

    @property
    def says_none(self) -> bool:
        """Say whether it was written that there is none, such as ``/``."""
        return bool(self.text) and self.value is None and says_nothing(self.text)

    def rounded(self, value: Fraction) -> str:
        """Return another value in the unit, and to the digit, in which this one is printed."""
        return str(round_half_up(value / self.scale, self.decimals))

    def agrees_with(self, value: Fraction) -> bool:
        """Say whether a value, rounded half up to the last digit printed, is what is printed."""
        assert self.value is not None
        return Fraction(round_half_up(value / self.scale, self.decimals)) * self.scale == self.value


@dataclass(frozen=True, slots=True)
class BondForm:
    """One project's form (专项债项目信息表); a field that the table lacks is blank."""

    code: str
    cells: Mapping[BondField, Printed]

    def at(self, field: BondField) -> Printed:
        """Return a cell."""
        return self.cells.get(field, Printed())

    def value(self, field: BondField) -> Fraction | None:
        """Return a cell's number, or None."""
        return self.at(field).value


@dataclass(frozen=True, slots=True)
class BondCheck:
    """One check of a form (专项债核对).

    Attributes:
      stated: as printed; None where the form does not say.
      computed: what the other figures come to; None where they do not suffice.
      agrees: None where one of the two is missing.
      because: one sentence.
    """

    code: str
    title: str
    stated: str | None
    computed: str | None
    agrees: bool | None
    because: str
