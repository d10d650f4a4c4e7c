"""What goes in by the column comes out by the row, and nothing is cut to fit."""

from datetime import date
from typing import Any

import pytest
from django.db import DataError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiugai.storage.audit.models import Act
from jiugai.storage.bulk_insert import insert
from jiugai.storage.registry.models import Community, CommunityVersion
from jiugai.storage.unit_of_work import unit_of_work
from tests.officers import City

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


def _act() -> Act:
    with unit_of_work(verb="tests.write", user_id=0, post_id=0) as act:
        pass
    return act


def _cards(city: City, names: list[str], **said: Any) -> list[int]:
    act = _act()
    first = Community.objects.count()
    numbers = [f"N{first + place}" for place in range(len(names))]
    made = insert(Community, {"act_id": act.pk, "public_id": numbers}, len(names))
    columns: dict[str, Any] = {
        "act_id": act.pk,
        "effective_on": date(2020, 3, 11),
        "evidence_id": None,
        "community_id": made,
        "county_id": city.shiquan,
        "division_id": city.shiquan,
        "name": names,
        "name_key": names,
        "built_year": [None] * len(names),
        "households": list(range(len(names))),
    }
    texts = ("street", "neighborhood", "address", "structure", "storeys", "tenure")
    blank = dict.fromkeys((*texts, "property_management", "exclusion"), "")
    return insert(CommunityVersion, columns | blank | said, len(names))


class TestInsert:
    @pytest.mark.parametrize(
        "name",
        ["金州家属院", "", '引"号', "反\\斜", "{甲,乙}", "NULL", "a'b", "两\n行", " 空 ", "%s"],
    )
    def test_keeps_a_text_as_it_is(self, city: City, name: str) -> None:
        (made,) = _cards(city, [name])

        assert CommunityVersion.objects.get(pk=made).name == name

    @given(names=st.lists(TEXTS, max_size=5))
    @settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_returns_the_rows_in_their_order(self, city: City, names: list[str]) -> None:
        made = _cards(city, names)

        found = CommunityVersion.objects.in_bulk(made)
        assert [(found[pk].name, found[pk].households) for pk in made] == [
            (name, place) for place, name in enumerate(names)
        ]

    def test_tells_nothing_from_an_empty_text_and_from_nought(self, city: City) -> None:
        (made,) = _cards(city, ["甲"], households=[None], area_dm2=[0], address="")

        card = CommunityVersion.objects.get(pk=made)
        assert (card.households, card.area_dm2, card.address, card.withdrawn) == (
            None,
            0,
            "",
            False,
        )

    def test_goes_over_more_rows_than_one_statement_takes(self, city: City) -> None:
        numbers = [f"M{place}" for place in range(10_001)]
        made = insert(Community, {"act_id": _act().pk, "public_id": numbers}, len(numbers))

        found = dict(Community.objects.filter(pk__in=made).values_list("pk", "public_id"))
        assert [found[pk] for pk in made] == numbers

    @pytest.mark.parametrize(
        "said", [{"name": ["长" * 129]}, {"built_year": [70_000]}], ids=["text", "number"]
    )
    def test_refuses_what_is_too_large_and_never_cuts_it(
        self, city: City, said: dict[str, Any]
    ) -> None:
        with pytest.raises(DataError):
            _cards(city, ["甲"], **said)
