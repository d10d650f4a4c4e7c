"""Duties: whose they are, and which body an organisation is by its name."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.supervision.decomposition.organisations import DutyPart
from jiugai.domain.supervision.duties import BodyDuty, duty_of, names_in


def duty(clause: str, *known_as: str, region: str = "520523", says: str = "管") -> BodyDuty:
    return BodyDuty(
        clause=clause,
        source="某文件",
        in_force_from=date(2021, 11, 19),
        region=region,
        body=known_as[0],
        known_as=known_as,
        part=DutyPart.LEADS,
        duty=says,
    )


DUTIES = (
    duty("政府", "人民政府", "县政府"),
    duty("街道", "街道办事处", "镇人民政府", "街道"),
    duty("住建", "住房和城乡建设局", "住建局"),
    duty("交警", "交通警察", "交警大队"),
    duty("环境", "生态环境局"),
    duty("建投", "建投集团"),
)


class TestDutyOf:
    @pytest.mark.parametrize(
        ("name", "clause"),
        [
            ("石泉县住建局", "住建"),
            ("石泉县住房和城乡建设局（旧改办）", "住建"),
            ("石泉县人民政府", "政府"),
            ("城关镇人民政府", "街道"),
            ("新城街道", "街道"),
            ("石泉县公安局交通警察大队", "交警"),
            ("安康市生态环境局石泉分局", "环境"),
            ("石泉县建投集团有限公司", "建投"),
        ],
    )
    def test_knows_a_body_by_the_longest_word_that_ends_its_name(
        self, name: str, clause: str
    ) -> None:
        found = duty_of(name, DUTIES)
        assert found is not None
        assert found.clause == clause

    @pytest.mark.parametrize(
        "name", ["", "住建局长接待室", "街道口商场", "人民政府研究室", "某建筑公司", "（住建局）"]
    )
    def test_knows_none_rather_than_guess(self, name: str) -> None:
        assert duty_of(name, DUTIES) is None

    @given(st.text(max_size=12), st.sampled_from(DUTIES))
    def test_the_word_decides_whatever_stands_before_it(self, place: str, one: BodyDuty) -> None:
        plain = place.replace("（", "").replace("(", "")
        found = duty_of(plain + one.known_as[0], DUTIES)
        assert found is not None


class TestDuty:
    @pytest.mark.parametrize(
        ("region", "city", "sample"),
        [
            ("520523", "610900", True),
            ("610900", "610900", False),
            ("610922", "610900", False),
            ("610000", "610900", False),
            ("CN", "610900", False),
        ],
    )
    def test_is_a_sample_where_its_paper_is_of_another_place(
        self, region: str, city: str, sample: bool
    ) -> None:
        assert duty("x", "住建局", region=region).is_sample_for(city) is sample

    def test_is_read_one_thing_at_a_time(self) -> None:
        assert duty("x", "住建局", says="办手续；组织验收。").parts == ("办手续", "组织验收")


class TestPartners:
    @pytest.mark.parametrize(
        ("line", "names"),
        [("", ()), ("市财政局、供电局", ("市财政局", "供电局")), ("市财政局", ("市财政局",))],
    )
    def test_are_taken_apart(self, line: str, names: tuple[str, ...]) -> None:
        assert names_in(line) == names
