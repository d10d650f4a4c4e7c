"""Whether a scheme answers what was surveyed and promised (缺项漏项)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.findings import Weight
from jiugai.domain.scheme.catalogue import items_in_force
from jiugai.domain.scheme.needs import Need, NeedKind, answer_needs, missing_findings
from jiugai.exchange.policy_files import scope_items

CATALOGUE = items_in_force(scope_items(), "610900", date(2020, 11, 3))
LEAK = Need(NeedKind.SURVEYED, "B14", "3号楼屋面漏水")


class TestNeeds:
    @pytest.mark.parametrize(
        ("chosen", "waived", "missing"),
        [
            ({"B14"}, {}, False),
            (set(), {"B14": "2019年已修"}, False),
            (set(), {"B14": "  "}, True),
            ({"B15"}, {"B15": "不改"}, True),
            (set(), {}, True),
        ],
    )
    def test_are_covered_waived_or_missing(
        self, chosen: set[str], waived: dict[str, str], missing: bool
    ) -> None:
        (found,) = answer_needs([LEAK], chosen, waived)

        assert found.is_missing is missing

    def test_that_are_missing_are_told_with_their_words(self) -> None:
        (found,) = missing_findings(answer_needs([LEAK], set(), {}), CATALOGUE)

        assert found.weight is Weight.WARNS
        assert found.message.startswith(
            "摸底缺口“3号楼屋面漏水”要靠屋面（B14）解决，方案里没有这一项"
        )

    @pytest.mark.parametrize("kind", NeedKind)
    def test_say_whence_they_are_known(self, kind: NeedKind) -> None:
        (found,) = missing_findings(answer_needs([Need(kind, "T99", "某事")], set(), {}), CATALOGUE)

        assert kind.word in found.message
        assert "T99（T99）" in found.message


@given(st.sets(st.sampled_from(sorted(CATALOGUE))), st.sampled_from(sorted(CATALOGUE)))
def test_one_more_item_never_leaves_more_out(chosen: set[str], more: str) -> None:
    needs = [Need(NeedKind.SURVEYED, code, "缺") for code in CATALOGUE]

    fewer = missing_findings(answer_needs(needs, chosen | {more}, {}), CATALOGUE)
    assert len(fewer) <= len(missing_findings(answer_needs(needs, chosen, {}), CATALOGUE))
    assert len(fewer) == len(CATALOGUE) - len(chosen | {more})
