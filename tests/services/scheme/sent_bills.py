"""Bills that a county sends (送来的清单)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from jiugai.domain.scheme.accepted import AcceptedItem
from jiugai.domain.scheme.bill import BillLine, BillStage
from jiugai.domain.scheme.changes import Grounds
from jiugai.exchange.scheme.bill_workbook import bill_workbook
from jiugai.services.facts import Horizon, horizon
from jiugai.services.scheme.bills import BillDone, BillSent, enter_bill
from jiugai.storage.scheme import acceptance
from jiugai.storage.scheme.models import Bill
from jiugai.storage.unit_of_work import unit_of_work
from tests.domain.scheme.test_bill import CATALOGUE, ROOF, TREES
from tests.services.little_city import LittleCity

DAY = date(2020, 11, 3)
DONE = AcceptedItem("B14", "㎡", Fraction("1200.5"), date(2020, 11, 2), "石旧改验〔2020〕3号")
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


def enter_accepted(public_id: str, done: AcceptedItem = DONE) -> int:
    """Enter, as nobody in particular, what was accepted of a community's first bill; return its id."""
    bill = Bill.objects.filter(community__public_id=public_id)[0]
    with unit_of_work(verb="tests.accept", user_id=0, post_id=0) as act:
        return acceptance.enter(act, community_id=bill.community_id, bill_id=bill.pk, accepted=done)
