"""What is nobody's when only one of the two upper mouths pays."""

from datetime import date

import pytest

from jiugai.domain.funding.source_rules import may_pay
from jiugai.domain.funding.sources import Source
from jiugai.domain.funding.two_mouths import Mouths, TwoMouths, two_mouths
from jiugai.domain.scheme.bill import BillLine
from jiugai.exchange.funding.source_rules import source_rules
from tests.domain.scheme.test_bill import CATALOGUE, ROOF, TREES
from tests.services.scheme.sent_bills import PIPES

BOTH_IN_FORCE = date(2020, 12, 1)


def found(*lines: BillLine) -> TwoMouths:
    def asked(line: BillLine, fund: Source):  # type: ignore[no-untyped-def]  # as may_pay says
        return may_pay(
            fund, CATALOGUE[line.item], source_rules(), code="610900", on=BOTH_IN_FORCE,
            reach=line.reach,
        )  # fmt: skip

    return two_mouths(
        (one, asked(one, Source.CENTRAL_SUBSIDY), asked(one, Source.CENTRAL_BUDGET_INVESTMENT))
        for one in lines
    )


class TestTwoMouths:
    @pytest.mark.parametrize(
        ("line", "mouths"),
        [(ROOF, Mouths.TREASURY), (PIPES, Mouths.BOTH), (TREES, Mouths.NEITHER)],
    )
    def test_tell_who_may_pay_a_line(self, line: BillLine, mouths: Mouths) -> None:
        (one,) = found(line).lines

        assert one.mouths is mouths

    def test_leave_a_gap_if_one_of_them_is_not_won(self) -> None:
        one = found(ROOF, PIPES, TREES)

        assert one.gap_fen == TREES.amount_fen
        assert one.gap_if_treasury_alone_fen == TREES.amount_fen
        assert one.gap_if_planners_alone_fen == TREES.amount_fen + ROOF.amount_fen
        assert sum(one.fen(each) for each in Mouths) == sum(
            line.amount_fen for line in (ROOF, PIPES, TREES)
        )

    def test_of_nothing_leave_none(self) -> None:
        assert found().gap_fen == 0
