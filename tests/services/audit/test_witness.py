"""A county's receipt: true to the last seal and to the tables, or said not to be."""

from collections.abc import Callable
from datetime import date

import pytest

from jiugai.services.audit import witness
from jiugai.services.audit.witness import NoSuchReceipt, ReceiptPage
from jiugai.services.reach import as_officer
from jiugai.storage.audit import seal_queries
from jiugai.storage.server import Address
from tests.services.audit.test_register import attacked, sealed_by_owner
from tests.services.little_city import LittleCity

__all__ = ["attacked", "sealed_by_owner"]

TODAY = date(2020, 11, 3)
Attack = Callable[[str], None]


@pytest.fixture
def city(little_city_built: tuple[Address, LittleCity]) -> LittleCity:
    return little_city_built[1]


def opened(city: LittleCity, place: int = 0) -> ReceiptPage:
    county = city.divisions.shiquan
    with as_officer(city.filer):
        seq = seal_queries.filings_of(county)[place]
        return witness.receipt(county, seq, actor=city.filer, today=TODAY)


class TestAReceipt:
    def test_agrees_while_nothing_was_touched(self, attacked: Attack, city: LittleCity) -> None:
        found = opened(city)

        assert (found.leads, found.stands, found.agrees) == (True, True, True)
        assert found.size > found.receipt.index

    @pytest.mark.parametrize(
        "harm",
        [
            "DELETE FROM registry_community_version",
            "UPDATE audit_act SET subject = '别的' WHERE subject <> ''",
            "UPDATE audit_layout SET content = '[]'",
        ],
    )
    def test_does_not_once_a_row_behind_it_was_changed(
        self, attacked: Attack, city: LittleCity, harm: str
    ) -> None:
        attacked(harm)

        found = opened(city)
        assert (found.leads, found.stands, found.agrees) == (True, False, False)

    def test_does_not_once_its_own_text_was_changed(
        self, attacked: Attack, city: LittleCity
    ) -> None:
        attacked("UPDATE audit_leaf SET body = body || ' '")

        found = opened(city)
        assert (found.leads, found.agrees) == (False, False)

    def test_says_what_it_cannot_tell_once_the_salt_is_gone(
        self, attacked: Attack, city: LittleCity
    ) -> None:
        attacked("DELETE FROM audit_salt")

        found = opened(city)
        assert (found.leads, found.stands, found.agrees) == (True, None, True)

    def test_of_another_county_is_not_there(self, attacked: Attack, city: LittleCity) -> None:
        seq = seal_queries.filings_of(city.divisions.hanbin)[0]
        for county in (city.divisions.hanbin, city.divisions.shiquan, city.divisions.ankang):
            with pytest.raises(NoSuchReceipt):
                witness.receipt(county, seq, actor=city.filer, today=TODAY)
