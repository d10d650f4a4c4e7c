"""Reading an amount of money as people write it (金额): exact, its unit told, nothing guessed.

``Decimal`` would take ``1_000``, full-width digits, ``1E5`` and ``NaN``; a book may not.
"""

import re
from enum import StrEnum


class MoneyUnit(StrEnum):
    """The unit of an amount (金额单位); always written, never guessed."""

    YUAN = "元"
    WAN_YUAN = "万元"
    YI_YUAN = "亿元"

    @property
    def decimals(self) -> int:
        """Return how many decimals reach the 分."""
        return {MoneyUnit.YUAN: 2, MoneyUnit.WAN_YUAN: 6, MoneyUnit.YI_YUAN: 10}[self]


class NotAnAmount(ValueError):
    """The text is no amount of that unit; the message says what was expected."""


_PLAIN = re.compile(r"(-?)([0-9]{1,13})(?:\.([0-9]{1,10}))?")
_SEPARATED = re.compile(r"-?[0-9]{1,3}(?:[,，][0-9]{3})+(?:\.[0-9]+)?")


def fen_of(text: str, unit: MoneyUnit) -> int:
    """Return an amount in 分.

    :raises NotAnAmount: if it is not written in plain digits, or finer than a 分.
    """
    bare = text.strip().removeprefix("¥").removeprefix("￥").strip()
    if _SEPARATED.fullmatch(bare):
        bare = bare.replace(",", "").replace("，", "")
    read = _PLAIN.fullmatch(bare)
    if read is None:
        raise NotAnAmount(
            f"金额读到“{text[:40]}”，应为普通数字，例如 120000.00（整数最多 13 位，不写科学记数、全角数字）"
        )
    sign, whole, part = read[1], read[2], read[3] or ""
    if len(part.rstrip("0")) > unit.decimals:
        raise NotAnAmount(
            f"金额读到“{text[:40]}”{unit.value}，小数超过 {unit.decimals} 位，不足一分；请写到分为止"
        )
    fen = int(whole + part.rstrip("0").ljust(unit.decimals, "0"))
    return -fen if sign else fen
