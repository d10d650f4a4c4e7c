"""The two gates: before the plan, before the start."""

from datetime import date

from jiugai.domain.findings import Weight
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.programme.standards import check_gates
from jiugai.exchange.policy_files import standards

SINCE = date(2021, 12, 14)


def gaps(step: Step, on: date = SINCE, confirmed: frozenset[str] = frozenset()) -> list[str]:
    findings = check_gates(step, on, confirmed, standards(), code="610902")
    return [finding.message for finding in findings]


class TestCheckGates:
    def test_asks_for_the_consensus_before_the_plan(self):
        (message,) = gaps(Step.APPROVAL)

        assert message.startswith(
            "批复前须做到：居民对改造后同步建立长效管理机制形成共识（N50-09），"
        )
        assert "还没有这项的记录；请补充含长效管理事项的居民表决记录，依据《" in message

    def test_asks_for_the_confirmation_before_the_start(self):
        (message,) = gaps(Step.START)

        assert "N50-10" in message

    def test_is_content_with_a_confirmation_of_that_very_standard(self):
        assert gaps(Step.START, confirmed=frozenset({"N50-10"})) == []
        assert gaps(Step.START, confirmed=frozenset({"N50-09"})) != []

    def test_asks_nothing_of_other_steps_or_of_earlier_days(self):
        assert gaps(Step.COMPLETION) == []
        assert gaps(Step.START, date(2021, 12, 13)) == []

    def test_only_warns_since_works_that_began_did_begin(self):
        (finding,) = check_gates(Step.START, SINCE, (), standards(), code="610902")

        assert finding.weight is Weight.WARNS
