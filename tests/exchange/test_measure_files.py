"""The measures as declared: complete, countable, and refused by name when they are not."""

from datetime import date
from typing import Any

import pytest

from jiugai.domain.reporting.indicators import Basis, Quantity, in_force
from jiugai.exchange.measure_files import all_measures, read_measure


def declared(**changes: Any) -> dict[str, Any]:
    version = {
        "version": 1,
        "since": date(2019, 1, 1),
        "numerator": "started",
        "denominator": "planned",
        "bases": ["communities"],
        "definition": "开工÷计划。",
        "why": "排名用。",
        "source": "通报",
        "verified": True,
        "checked_by": ["核对。"],
    }
    return {"title": "开工率", "version": [version | changes]}


class TestAllMeasures:
    def test_declare_the_six_rates_of_the_office_with_their_terms(self) -> None:
        told = {
            code: (measure.title, measure.numerator, measure.denominator, len(measure.bases))
            for code, measure in in_force(all_measures(), date(2020, 11, 3)).items()
        }

        assert told == {
            "acceptance_rate": ("竣工率", Quantity.ACCEPTED, Quantity.PLANNED, 4),
            "completion_rate": ("完工率", Quantity.COMPLETED, Quantity.PLANNED, 4),
            "funding_rate": ("资金到位率", Quantity.RECEIVED, Quantity.PLANNED, 1),
            "investment_rate": ("投资完成率", Quantity.INVESTED, Quantity.PLANNED, 1),
            "payment_rate": ("资金拨付率", Quantity.PAID, Quantity.RECEIVED, 1),
            "start_rate": ("开工率", Quantity.STARTED, Quantity.PLANNED, 4),
        }

    def test_say_why_they_matter_where_they_come_from_and_how_to_doubt_them(self) -> None:
        for measure in all_measures():
            assert measure.definition.endswith("。")
            assert measure.why.endswith("。")
            assert measure.source
            assert measure.checked_by


class TestReadMeasure:
    @pytest.mark.parametrize(
        ("changes", "reason"),
        [
            ({"numerator": "begun"}, "begun"),
            ({"bases": ["rooms"]}, "rooms"),
            ({"bases": ["fen"]}, "not counted"),
            ({"bases": []}, "not counted"),
        ],
    )
    def test_refuses_by_the_name_of_the_file_what_cannot_be_counted(
        self, changes: dict[str, Any], reason: str
    ) -> None:
        with pytest.raises(ValueError, match=rf"start_rate\.toml.*{reason}"):
            read_measure("start_rate", declared(**changes))

    def test_refuses_a_missing_field_and_versions_that_do_not_rise(self) -> None:
        without = declared()
        del without["version"][0]["why"]
        twice = declared()
        twice["version"] *= 2

        with pytest.raises(ValueError, match="why"):
            read_measure("start_rate", without)
        with pytest.raises(ValueError, match="rise"):
            read_measure("start_rate", twice)

    def test_follows_a_definition_with_a_newer_one_on_its_day(self) -> None:
        both = declared()
        both["version"].append(both["version"][0] | {"version": 2, "since": date(2021, 1, 1)})
        versions = read_measure("start_rate", both)

        assert in_force(versions, date(2020, 12, 31))["start_rate"].version == 1
        assert in_force(versions, date(2021, 1, 1))["start_rate"].version == 2
        assert in_force(versions, date(2018, 12, 31)) == {}
        assert versions[0].bases == (Basis.COMMUNITIES,)
