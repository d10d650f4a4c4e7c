"""Bills that a county sends (送来的清单)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from jiugai.domain.scheme.bill import BillLine, BillStage
from jiugai.domain.scheme.changes import Grounds
from jiugai.exchange.scheme.bill_workbook import bill_workbook
from jiugai.services.facts import Horizon, horizon
from jiugai.services.scheme.bills import BillDone, BillSent, enter_bill
from tests.domain.scheme.test_bill import CATALOGUE, ROOF, TREES
from tests.services.little_city import LittleCity

DAY = date(2020, 11, 3)
WHOLE = Grounds("基层破损", "石旧改办〔2020〕12号", "86户中71户同意")
DEARER = replace(ROOF, unit_price_fen=9_000)
PIPES = replace(ROOF, number=3, item="B02", name="雨污分流", unit="m", quantity=Fraction(300), answers="")  # fmt: skip


def now() -> Horizon:
    return horizon(DAY)


def sent(
    lines: Sequence[BillLine] = (ROOF, TREES),
    *,
    stage: BillStage = BillStage.ESTIMATE,
    grounds: Grounds = Grounds(),  # noqa: B008  a value without parts that change
    waived: tuple[tuple[str, str], ...] = (),
    **more: Any,
) -> BillSent:
    told = {
        "content": bill_workbook("清单", lines, CATALOGUE),
        "document": "清单.xlsx",
        "stage": stage,
        "effective_on": DAY,
        "grounds": grounds,
        "waived": waived,
    }
    return BillSent(**{**told, **more})


def send_bill(little: LittleCity, name: str, bill: BillSent, **more: Any) -> BillDone:
    asked = {"actor": little.filer, **more}
    return enter_bill(little.number_of(name), bill, now(), **asked)
