"""Founding a city on the country's tree: loaded whole, with the names that counties bore before."""

from datetime import date
from pathlib import Path

import psycopg
import pytest
from django.db import IntegrityError, transaction

from jiugai.domain.divisions import Level
from jiugai.services import divisions
from jiugai.services.divisions import DivisionsMissing, NoSuchDivision
from jiugai.storage.audit.queries import acts
from jiugai.storage.divisions.models import Version
from jiugai.storage.divisions.queries import DivisionRow, by_code, by_id, children
from jiugai.storage.server import Address
from tests import throwaway_server

DAY = date(2020, 11, 3)
FILES = {
    "provinces.csv": "code,name\n61,陕西省\n",
    "cities.csv": "code,name,provinceCode\n6109,安康市,61\n",
    "areas.csv": (
        "code,name,cityCode,provinceCode\n610922,石泉县,6109,61\n610981,旬阳市,6109,61\n"
    ),
    "streets.csv": (
        "code,name,areaCode,cityCode,provinceCode\n610922100,城关镇,610922,6109,61\n"
        "610981100,城关镇,610981,6109,61\n"
    ),
    "villages.csv": (
        "code,name,streetCode,areaCode,cityCode,provinceCode\n"
        "610922100001,北街社区,610922100,610922,6109,61\n"
    ),
}


@pytest.fixture
def listing(tmp_path: Path) -> Path:
    """A country of one city."""
    for name, content in FILES.items():
        (tmp_path / name).write_text(content, "utf-8")
    return tmp_path


@pytest.fixture
def as_owner(fresh_database: Address) -> object:
    """Work as the owner of the tables, as set-up does."""
    with throwaway_server.connected_to(fresh_database, user=fresh_database.user):
        yield


@pytest.mark.usefixtures("as_owner")
class TestLoadingTheNation:
    def test_enters_every_division_in_one_stamped_act(self, listing: Path) -> None:
        assert divisions.load_nation(listing) == 7

        assert [(act.seq, act.verb) for act in acts()] == [(1, "divisions.load")]
        found = by_code("610922100001", day=DAY)
        street = by_id(found.parent_id or 0, day=DAY)
        assert (found.name, street.name) == ("北街社区", "城关镇")

    def test_gives_a_renamed_county_and_all_below_it_their_earlier_codes(
        self, listing: Path
    ) -> None:
        divisions.load_nation(listing)

        county = by_code("610928", day=DAY)
        assert (county.code, county.name) == ("610928", "旬阳县")
        assert by_id(county.id, day=date(2021, 12, 31)).name == "旬阳市"
        assert by_code("610928100", day=DAY).parent_id == county.id
        assert by_code("610981100", day=date(2021, 12, 31)).code == "610981100"

    def test_leaves_every_check_hung_as_it_was(
        self, listing: Path, owner: psycopg.Connection
    ) -> None:
        def hung() -> list[tuple[object, ...]]:
            return owner.execute(
                """SELECT conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint
                   WHERE conrelid IN ('divisions_division'::regclass, 'divisions_version'::regclass)
                   ORDER BY conname"""
            ).fetchall()

        before = hung()
        divisions.load_nation(listing)

        assert hung() == before
        with pytest.raises(IntegrityError), transaction.atomic():
            Version.objects.create(
                act_id=1, effective_on=DAY, division_id=10**9, code="619999", name="无"
            )

    def test_twice_loads_nothing_again(self, listing: Path) -> None:
        divisions.load_nation(listing)

        assert divisions.load_nation(listing) == 0
        assert len(acts()) == 1

    def test_without_the_package_says_what_to_do(self, tmp_path: Path) -> None:
        with pytest.raises(DivisionsMissing, match="make install"):
            divisions.load_nation(tmp_path / "none")
        assert acts() == ()

    def test_adds_the_units_without_a_national_code_once(self, listing: Path) -> None:
        divisions.load_nation(listing)

        assert divisions.add_local_units("610900", day=DAY) == 2
        assert divisions.add_local_units("610900", day=DAY) == 0

        city = divisions.city("610900", day=DAY)
        assert "安康高新区" in {row.name for row in children(city.id, day=DAY)}
        assert [act.verb for act in acts()] == ["divisions.add_local_units", "divisions.load"]


class TestCity:
    @pytest.mark.parametrize("code", ["610922", "610000", "999999", "安康市", ""])
    def test_of_another_level_or_nowhere_is_none(self, city: object, code: str) -> None:
        with pytest.raises(NoSuchDivision):
            divisions.city(code, day=DAY)

    def test_is_found_by_its_code(self, city: object) -> None:
        assert divisions.city("610900", day=DAY).name == "安康市"


def test_outlines_are_there_for_the_demo_city_alone() -> None:
    found = divisions.county_outlines("610900")

    assert len(found) == 10
    assert any(outline.bears("610928") for outline in found)
    assert divisions.county_outlines("110100") == ()


def test_outlines_are_called_as_on_the_day_that_is_told_of() -> None:
    then = DivisionRow(1, "610928", "旬阳县", Level.COUNTY, 2, DAY)

    names = {outline.name for outline in divisions.county_outlines("610900", called=[then])}

    assert "旬阳县" in names
    assert "旬阳市" not in names
    assert "汉滨区" in names
