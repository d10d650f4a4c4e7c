"""What a list seeks and what firms offer: check digits, whose money, what is wanted."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.funding.interest import (
    Offer,
    OfferMoney,
    SoughtRow,
    Wanted,
    check_list,
    check_names,
    check_offer,
    interest_totals,
    is_credit_code,
    unwanted,
    wanted,
)
from jiugai.exchange.funding.sought_kinds import sought_kinds

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CODE, OTHER = "91110000600037341L", "91610902MA70K3A198"
DAY = date(2020, 5, 8)


def offer(code: str = CODE, fen: int | None = 100, firm: str = "甲公司") -> Offer:
    return Offer(firm, code, "建筑业", fen, OfferMoney.OWN if fen else None)


class TestCreditCode:
    @pytest.mark.parametrize(
        "code",
        [CODE, OTHER, "11610900MB2A123460", "55610902MEA123456J", "N1610902MF12345673"],
    )
    def test_takes_what_bears_its_own_check_digit(self, code: str) -> None:
        assert is_credit_code(code)

    @pytest.mark.parametrize(
        "code", ["", CODE[:-1], f"{CODE}L", CODE.lower(), "9111000060003734IL"]
    )
    def test_refuses_what_is_none(self, code: str) -> None:
        assert not is_credit_code(code)

    @given(at=st.integers(0, 17), to=st.sampled_from(ALPHABET))
    def test_tells_every_single_wrong_character(self, at: int, to: str) -> None:
        changed = f"{CODE[:at]}{to}{CODE[at + 1 :]}"
        assert is_credit_code(changed) is (changed == CODE)


class TestAnOffer:
    def test_of_a_platform_company_is_of_its_own_money(self) -> None:
        borrowed = Offer("甲公司", CODE, "建筑业", 100, OfferMoney.BORROWED)
        assert check_offer(borrowed, "") == ()
        assert check_offer(offer(), "平财〔2020〕31号") == ()
        (refused,) = check_offer(borrowed, "平财〔2020〕31号")
        assert refused.code == "interest.platform_borrows"
        assert "平财〔2020〕31号" in refused.message

    @pytest.mark.parametrize(("fen", "money"), [(100, None), (None, OfferMoney.OWN)])
    def test_names_a_sum_and_whose_it_is_or_neither(
        self, fen: int | None, money: OfferMoney | None
    ) -> None:
        (refused,) = check_offer(Offer("甲公司", CODE, "建筑业", fen, money), "")
        assert refused.code == "interest.half_a_sum"

    def test_has_one_name_under_one_code(self) -> None:
        assert check_names([offer(), offer(), offer(OTHER, firm="乙公司")]) == ()
        (refused,) = check_names([offer(), offer(firm="乙公司")])
        assert refused.code == "interest.two_names"


class TestAList:
    def test_names_its_paper_its_communities_and_its_kinds(self) -> None:
        assert check_list("名单", "一号", DAY, DAY, communities=1, kinds=1) == ()
        told = check_list(" ", "", date(2020, 5, 9), DAY, communities=0, kinds=0)
        assert [one.code.partition(".")[2] for one in told] == [
            "no_title",
            "no_paper",
            "paper_in_future",
            "no_communities",
            "no_kinds",
        ]

    def test_seeks_kinds_of_different_names(self) -> None:
        words = [one.word for one in sought_kinds()]
        assert len(set(words)) == len(words) >= 5


class TestMatching:
    ROWS = (
        SoughtRow(1, "A", "", (offer(), offer(OTHER, None))),
        SoughtRow(1, "B", "", ()),
        SoughtRow(2, "A", "", ()),
        SoughtRow(3, "A", "已改造", (offer(),)),
    )

    def test_counts_what_stands(self) -> None:
        sums = interest_totals(self.ROWS)
        assert (sums.communities, sums.unwanted) == (2, 1)
        assert (sums.rows, sums.rows_unwanted) == (3, 2)
        assert (sums.firms, sums.offers, sums.amount_fen) == (2, 2, 100)

    def test_names_communities_that_nobody_wants_for_anything(self) -> None:
        assert unwanted(self.ROWS) == {2}

    def test_says_whether_a_row_is_wanted(self) -> None:
        assert [wanted(row) for row in self.ROWS] == [
            Wanted.YES,
            Wanted.NO,
            Wanted.NO,
            Wanted.WITHDRAWN,
        ]

    @given(
        st.lists(
            st.builds(
                SoughtRow,
                st.integers(1, 4),
                st.sampled_from("AB"),
                st.sampled_from(["", "撤下"]),
                st.lists(st.builds(offer, st.sampled_from([CODE, OTHER])), max_size=2).map(tuple),
            ),
            max_size=8,
        )
    )
    def test_adds_up_over_kinds(self, rows: list[SoughtRow]) -> None:
        whole = interest_totals(rows)
        parts = [interest_totals(row for row in rows if row.kind == kind) for kind in "AB"]
        assert whole.offers == sum(part.offers for part in parts)
        assert whole.rows == sum(part.rows for part in parts)
        assert whole.amount_fen == sum(part.amount_fen for part in parts)
        assert whole.unwanted <= whole.communities
