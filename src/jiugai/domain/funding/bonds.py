"""Checks of what a special bond's form says of money and area (专项债算术核对).

A computed figure is rounded half up to the last digit that is printed and must then be the printed
one; there is no other tolerance. What the form does not suffice for stays unknown, with the reason.
"""

import re
from fractions import Fraction

from jiugai.domain.funding.bond_form import BondCheck, BondField, BondForm, Printed
from jiugai.domain.quantities import percent, round_half_up

F = BondField
_AREA = re.compile(r"(\d[\d,]*(?:\.\d+)?)(万)?(?:平方米|㎡|m2|m²)", re.IGNORECASE)
_UNIT = re.compile(r"\d\s*([A-Za-z]+|[一-鿿]{1,3})")
_PARTS = (F.CAPITAL, F.BOND, F.OTHER_DEBT)


def check_money(form: BondForm) -> tuple[BondCheck, ...]:
    """Return the checks that need the project's own row alone."""
    return investment_identity(form), cost_income(form), coverage(form), area_unit(form)


def investment_identity(form: BondForm) -> BondCheck:
    """总投资 ＝ 资本金 ＋ 申请专项债 ＋ 其他债务融资. A ``/`` says that there is none."""
    total = form.at(F.TOTAL)
    parts = {field: form.at(field) for field in _PARTS}
    blank = [field for field, cell in parts.items() if cell.value is None and not cell.says_none]
    known = sum((cell.value or Fraction(0) for cell in parts.values()), Fraction(0))
    sum_of = " ＋ ".join(_money(cell, total) for cell in parts.values() if cell.value is not None)
    none = "".join(
        f"（{field.word}写的是“{cell.text}”，按没有计）"
        for field, cell in parts.items()
        if cell.says_none
    )
    if total.value is None:
        printed = next((cell for cell in parts.values() if cell.value is not None), total)
        shown = _exact(known, printed) if not blank else None
        because = (
            f"其余相加 {shown}，没有公布总投资可比。" if shown else _lacking([F.TOTAL, *blank])
        )
        return _check("investment_identity", total, shown, None, because)
    if not blank:
        agrees = total.agrees_with(known)
        said = "相等" if agrees else f"不等，相差 {_exact(total.value - known, total)}"
        because = f"{sum_of} ＝ {_exact(known, total)}{none}，与公布的总投资 {total.text} {said}。"
        return _money_check(total, known, agrees, because)
    rest = total.value - known
    if rest < 0:
        because = (
            f"{_words(blank)}没有填，其余相加 {_exact(known, total)} 已多于总投资 {total.text}。"
        )
        return _money_check(total, known, False, because)
    if rest == 0 and len(blank) < len(_PARTS):
        because = f"{sum_of} ＝ {_exact(known, total)}{none}，已等于总投资；没有填的{_words(blank)}只能是 0。"
        return _money_check(total, known, True, because)
    because = (
        f"{_lacking(blank)[:-1]}，其余相加比总投资少 {_exact(rest, total)}，是不是它无从核对。"
    )
    return _money_check(total, None, None, because)


def cost_income(form: BondForm) -> BondCheck:
    """成本/收入 ＝ 成本 ÷ 预期收入, in per cent to the digit printed."""
    stated, cost, income = form.at(F.COST_INCOME), form.value(F.COST), form.value(F.INCOME)
    if cost is None or not income:
        zero = income == 0
        because = (
            "预期收入为 0，成本/收入没有定义。"
            if zero
            else _lacking([field for field in (F.COST, F.INCOME) if form.value(field) is None])
        )
        return _check("cost_income", stated, None, None, because)
    share = cost / income
    shown = percent(share, stated.decimals if stated.value is not None else 2)
    sum_of = f"{form.at(F.COST).text} ÷ {form.at(F.INCOME).text} ＝ {shown}"
    net = "；高于 100%，预期收入多半已扣除成本，不能当普通成本率看" if share > 1 else ""
    if stated.value is None:
        return _check("cost_income", stated, shown, None, f"{sum_of}，{_unstated(stated)}{net}。")
    if not stated.text.endswith(("%", "％")):
        because = f"{sum_of}；公布的“{stated.text}”没有百分号，分不清是百分数还是倍数。"
        return _check("cost_income", stated, shown, None, because)
    agrees = shown == percent(stated.value / 100, stated.decimals)
    said = "相同" if agrees else "不同"
    because = f"{sum_of}，与公布的 {stated.text} {said}{net}。"
    return _check("cost_income", stated, shown, agrees, because)


def coverage(form: BondForm) -> BondCheck:
    """覆盖倍数 ＝ 收益 ÷ 债券本息. Without the rate it is unknown, but it has an upper bound.

    With a rate, interest is simple and the principal is repaid at the end, as these bonds are
    issued; the income may be printed before or after the cost, so either reading may agree.
    """
    stated, income, bond = form.at(F.COVERAGE), form.value(F.INCOME), form.value(F.BOND)
    years, rate, other = form.value(F.TERM_YEARS), form.at(F.RATE), form.value(F.OTHER_DEBT)
    lacking = [field for field in (F.INCOME, F.BOND) if not form.value(field)]
    if lacking or income is None or bond is None:
        return _check("coverage", stated, None, None, _lacking(lacking))
    most = income / bond
    if stated.value is not None and stated.value > Fraction(round_half_up(most, stated.decimals)):
        because = (
            f"就算没有利息、收入全部用来还本，{form.at(F.INCOME).text} ÷ {form.at(F.BOND).text} "
            f"也只有 {round_half_up(most, 2)} 倍，公布的 {stated.text} 倍达不到。"
        )
        return _check("coverage", stated, None, False, because)
    if rate.value is None or not years or other:
        return _check("coverage", stated, None, None, _why_no_coverage(form))
    due = bond * (1 + rate.value / 100 * years)
    decimals = stated.decimals if stated.value is not None else 2
    gross = round_half_up(income / due, decimals)
    net = round_half_up((income - (form.value(F.COST) or 0)) / due, decimals)
    sums = f"按年利率 {rate.text}、到期还本，收入 ÷ 本息 ＝ {gross} 倍，收入减成本再除为 {net} 倍"
    if stated.value is None:
        return _check("coverage", stated, str(gross), None, f"{sums}，{_unstated(stated)}。")
    agrees = stated.value in (Fraction(gross), Fraction(net))
    shown = net if stated.value == Fraction(net) and stated.value != Fraction(gross) else gross
    said = "相同" if agrees else "都不同"
    return _check(
        "coverage", stated, str(shown), agrees, f"{sums}，与公布的 {stated.text} 倍{said}。"
    )


def area_unit(form: BondForm) -> BondCheck:
    """The area is given in a unit of area; how large it is cannot be checked."""
    stated = form.at(F.AREA)
    found = _AREA.findall(stated.text)
    if len(found) == 1:
        digits, scale = found[0]
        square_metres = Fraction(digits.replace(",", "")) * (10_000 if scale else 1)
        because = f"写明了面积单位，合 {_plain(square_metres)} ㎡；大小没有别的数可核。"
        return _area(stated, _plain(square_metres), True, because)
    unit = _UNIT.search(stated.text)
    if found or unit is None:
        several = "写了不止一个面积" if found else "没有写面积，或没有写单位"
        return _area(stated, None, None, f"{several}，无从核对。")
    because = f"数后面的单位是“{unit[1]}”，不是面积单位，多半是页面识别错误；没有替它改。"
    return _area(stated, None, False, because)


def _area(stated: Printed, computed: str | None, agrees: bool | None, because: str) -> BondCheck:
    said = None if stated.says_none else stated.text or None
    return BondCheck("area_unit", TITLES["area_unit"], said, computed, agrees, because)


def _why_no_coverage(form: BondForm) -> str:
    """Say what is missing, and what yearly rate the printed multiple would come to."""
    stated, income, bond = form.at(F.COVERAGE), form.value(F.INCOME), form.value(F.BOND)
    years, other = form.value(F.TERM_YEARS), form.value(F.OTHER_DEBT)
    if stated.value is None and stated.is_blank:
        return "没有公布覆盖倍数，表里也没有测算利率，本息算不出来。"
    if other:
        return "另有其他债务融资，它的利率和还款安排表里没有，本息算不出来。"
    if not years or income is None or bond is None or not stated.value:
        return "表里没有期限或测算利率，本息算不出来。"
    implied = (income / stated.value / bond - 1) / years
    return (
        f"表里没有测算利率，本息算不出来；若收入全部用于还本付息、到期还本，"
        f"公布的 {stated.text} 倍相当于年利率约 {percent(implied, 2)}，供参考。"
    )


def _money(cell: Printed, total: Printed) -> str:
    return "没有" if cell.value is None else _exact(cell.value, total)


def _exact(value: Fraction, total: Printed) -> str:
    """Return money in the unit of the total, without needless noughts."""
    return _plain(value / total.scale)


def _plain(value: Fraction) -> str:
    text = str(round_half_up(value, 6))
    return text.rstrip("0").rstrip(".") if "." in text else text


def _money_check(
    total: Printed, computed: Fraction | None, agrees: bool | None, because: str
) -> BondCheck:
    shown = None if computed is None else _exact(computed, total)
    return _check("investment_identity", total, shown, agrees, because)


def _check(
    code: str, stated: Printed, computed: str | None, agrees: bool | None, because: str
) -> BondCheck:
    said = stated.text if stated.value is not None else None
    return BondCheck(code, TITLES[code], said, computed, agrees, because)


def _words(fields: list[BondField]) -> str:
    return "、".join(field.word for field in fields)


def _lacking(fields: list[BondField]) -> str:
    return f"没有{_words(fields)}的数，算不出来。"


def _unstated(cell: Printed) -> str:
    return "没有公布可比" if cell.is_blank or cell.says_none else f"公布的“{cell.text}”不是一个数"


TITLES = {
    "investment_identity": "总投资＝资本金＋专项债＋其他债务融资",
    "cost_income": "成本/收入",
    "coverage": "本息覆盖倍数",
    "area_unit": "面积单位",
}
"""What each check is called on the screen."""
