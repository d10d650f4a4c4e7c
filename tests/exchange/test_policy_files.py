"""Policy files are read strictly, and all their faults are told at once."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.eligibility.rules import CutoffRule, Exclusion, Treatment
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.works import Indicator
from jiugai.exchange.policy_files import (
    ELIGIBILITY,
    eligibility_rules,
    indicator_definitions,
    pipeline_rules,
    standards,
)
from jiugai.exchange.policy_tables import BadPolicy, read_tables

CUTOFF = """
[[cutoff]]
clause = "EL-1"
source = "某文"
region = "CN"
in_force_from = 2020-07-10
built_by = 2000
"""
CITY = CUTOFF.replace('"CN"', '"610900"').replace("2000\n", "2004\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A policy folder with its three levels, holding one cut-off of the nation."""
    for level in ("national", "provincial", "municipal"):
        (tmp_path / level).mkdir()
    return put(tmp_path, CUTOFF)


def put(folder: Path, content: str, level: str = "national") -> Path:
    (folder / level / "eligibility.toml").write_text(content, encoding="utf-8")
    return folder


def faults(folder: Path) -> list[str]:
    with pytest.raises(BadPolicy) as refusal:
        read_tables(folder, "eligibility", ELIGIBILITY)
    return [str(finding) for finding in refusal.value.findings]


class TestReadTables:
    def test_reads_all_three_levels_into_the_domains_own_types(self, folder: Path):
        put(folder, CITY, "municipal")

        rules = eligibility_rules(folder)

        assert rules.cutoffs == (
            CutoffRule(
                clause="EL-1", source="某文", in_force_from=date(2020, 7, 10), built_by=2000
            ),
            CutoffRule(
                clause="EL-1",
                source="某文",
                in_force_from=date(2020, 7, 10),
                region="610900",
                built_by=2004,
            ),
        )
        assert rules.extensions == ()

    def test_takes_a_rule_for_verified_unless_it_says_otherwise(self, folder: Path):
        put(folder, CUTOFF + "verified = false\n")

        assert not eligibility_rules(folder).cutoffs[0].verified

    @pytest.mark.parametrize("key", ["clause", "source", "region", "in_force_from", "built_by"])
    def test_refuses_an_entry_without_source_date_or_value(self, folder: Path, key: str):
        lines = [line for line in CUTOFF.splitlines() if not line.startswith(key)]

        (fault,) = faults(put(folder, "\n".join(lines)))

        assert (
            fault == f"《national/eligibility.toml》“cutoff 第1条”表：缺少“{key}”，每条都必须写明。"
        )

    def test_refuses_a_key_that_it_does_not_know(self, folder: Path):
        (fault,) = faults(put(folder, CUTOFF + "bulit_by = 2005\n"))

        assert "读到不认识的项“bulit_by”；可用的项：clause、source、" in fault

    def test_refuses_a_table_that_it_does_not_know(self, folder: Path):
        (fault,) = faults(put(folder, CUTOFF.replace("[[cutoff]]", "[[cutof]]")))

        assert "读到表“cutof”，这个文件只能有：cutoff、extension、" in fault

    @pytest.mark.parametrize(
        ("line", "wrong", "expected"),
        [
            ("built_by = 2000", 'built_by = "2000"', "1900 到 2100 之间的整数"),
            ("built_by = 2000", "built_by = true", "1900 到 2100 之间的整数"),
            ("built_by = 2000", "built_by = 1899", "1900 到 2100 之间的整数"),
            ("built_by = 2000", "built_by = 2000.0", "1900 到 2100 之间的整数"),
            ("in_force_from = 2020-07-10", 'in_force_from = "2020-07-10"', "不带引号的日期"),
            ("in_force_from = 2020-07-10", "in_force_from = 2020-07-10T00:00:00", "不带引号的日期"),
            ('source = "某文"', 'source = "  "', "不空的文字"),
            ('source = "某文"', "source = 1", "不空的文字"),
            ('region = "CN"', 'region = "陕西"', "六位区划代码"),
            ('region = "CN"', 'region = "6109"', "六位区划代码"),
            ('region = "CN"', "region = 610900", "六位区划代码"),
        ],
    )
    def test_refuses_a_value_of_another_kind_and_says_what_it_should_be(
        self, folder: Path, line: str, wrong: str, expected: str
    ):
        (fault,) = faults(put(folder, CUTOFF.replace(line, wrong)))

        assert "读到" in fault
        assert f"应为{expected}" in fault or f"应为CN、{expected}" in fault

    @pytest.mark.parametrize(
        ("region", "level"),
        [
            ("CN", "provincial"),
            ("610000", "municipal"),
            ("610900", "provincial"),
            ("610902", "national"),
        ],
    )
    def test_refuses_a_rule_on_another_level_than_its_region(
        self, folder: Path, region: str, level: str
    ):
        put(folder, CUTOFF.replace("CN", region), level)

        assert [
            fault
            for fault in faults(folder)
            if f"地区 {region} 的规定不应放在 {level} 目录" in fault
        ]

    def test_refuses_a_rule_that_ends_before_it_begins(self, folder: Path):
        (fault,) = faults(put(folder, CUTOFF + "in_force_until = 2020-07-09\n"))

        assert "终止日 2020-07-09 早于起始日 2020-07-10" in fault
        assert (
            len(eligibility_rules(put(folder, CUTOFF + "in_force_until = 2020-07-10\n")).cutoffs)
            == 1
        )

    def test_refuses_two_rules_between_which_nobody_could_choose(self, folder: Path):
        (fault,) = faults(put(folder, CUTOFF + CUTOFF.replace("EL-1", "EL-2")))

        assert "有两条 [[cutoff]] 的 region=CN、in_force_from=2020-07-10 相同" in fault

    def test_lets_two_kinds_of_exclusion_begin_on_one_day(self, folder: Path):
        one = CUTOFF.replace("cutoff", "exclusion").replace(
            "built_by = 2000", 'kind = "rebuild"\nword = "拟拆"'
        )

        rules = eligibility_rules(put(folder, one + one.replace("rebuild", "dangerous")))

        assert [rule.kind for rule in rules.exclusions] == [Exclusion.REBUILD, Exclusion.DANGEROUS]

    def test_tells_all_faults_of_all_files_at_once(self, folder: Path):
        put(folder, CUTOFF.replace('source = "某文"', "") + "x = 1\n")
        put(folder, "[[cutoff]]\n", "municipal")

        told = faults(folder)

        assert len(told) == 2 + 5
        assert sum("municipal/eligibility.toml" in fault for fault in told) == 5

    @pytest.mark.parametrize(
        "content", [b"cutoff = [", "来源".encode("gb18030"), b"a = 2020-13-01"]
    )
    def test_refuses_what_is_no_toml_without_falling_over(self, folder: Path, content: bytes):
        (folder / "national" / "eligibility.toml").write_bytes(content)

        (fault,) = faults(folder)

        assert "不能按 TOML 读取" in fault

    @pytest.mark.parametrize("content", ["cutoff = 1", "cutoff = [1]", "[cutoff]\na = 1"])
    def test_refuses_a_table_that_is_not_a_list_of_entries(self, folder: Path, content: str):
        (fault,) = faults(put(folder, content))

        assert "“cutoff”应写成 [[cutoff]] 的若干条" in fault

    def test_refuses_a_nation_without_its_file(self, folder: Path):
        (folder / "national" / "eligibility.toml").unlink()

        assert faults(folder) == ["《national/eligibility.toml》：没有找到这个政策参数文件。"]

    @given(cap=st.text("0123456789/ .-%", max_size=6) | st.from_regex(r"\A\d{1,3}/\d{1,3}\Z"))
    def test_reads_a_share_exactly_or_refuses_it(
        self, cap: str, tmp_path_factory: pytest.TempPathFactory
    ):
        folder = tmp_path_factory.mktemp("policy")
        (folder / "national").mkdir()
        extension = CUTOFF.replace("cutoff", "extension") + 'treatment = "admit"\n'
        put(folder, f'{extension}cap = "{cap}"\n')

        read = cap_or_fault(folder)

        if isinstance(read, str):
            assert "带引号的分数，例如" in read
        else:
            over, under = cap.split("/")
            assert read == Fraction(int(over), int(under))
            assert 0 <= read <= 1


def cap_or_fault(folder: Path) -> Fraction | str:
    try:
        (entry,) = read_tables(folder, "eligibility", ELIGIBILITY)["extension"]
    except BadPolicy as refusal:
        return str(refusal)
    cap = entry["cap"]
    assert isinstance(cap, Fraction)
    return cap


class TestWhatIsOnFile:
    def test_holds_the_regional_variants(self):
        rules = eligibility_rules()

        assert {(rule.region, rule.built_by) for rule in rules.cutoffs} >= {
            ("CN", 2000), ("610000", 2000), ("510100", 2004), ("411700", 2000), ("532326", 2000),
        }  # fmt: skip
        extensions = {rule.region: rule for rule in rules.extensions}
        assert extensions["CN"].treatment is Treatment.IF_ADOPTED
        assert extensions["411700"].treatment is Treatment.RESERVE
        assert (extensions["532326"].treatment, extensions["532326"].cap) == (
            Treatment.ADMIT,
            Fraction(15, 100),
        )

    def test_bars_every_kind_of_exclusion_in_the_whole_country(self):
        national = {rule.kind for rule in eligibility_rules().exclusions if rule.region == "CN"}

        assert national == set(Exclusion)

    def test_defines_every_step_with_words_and_says_that_they_are_unverified(self):
        rules = pipeline_rules()

        assert {rule.step for rule in (*rules.steps, *rules.exits)} == set(Step)
        assert not any(rule.verified for rule in (*rules.steps, *rules.exits))
        start = rules.for_step(Step.START, "610902", date(2020, 11, 3))
        assert start is not None
        assert len(start.evidence) == 5
        assert "仪式的不算" in start.definition

    def test_holds_twenty_standards_two_of_them_gates(self):
        assert [rule.clause for rule in standards()] == [f"N50-{n:02d}" for n in range(1, 21)]
        assert {rule.clause: rule.gate for rule in standards() if rule.gate} == {
            "N50-09": Step.APPROVAL,
            "N50-10": Step.START,
        }

    def test_fixes_the_units_of_every_indicator(self):
        definitions = indicator_definitions()

        assert definitions[Indicator.INVESTMENT].stored_unit == "分"
        assert definitions[Indicator.PIPES].stored_unit == "米"
        assert definitions[Indicator.AREA].stored_unit == "dm²"
