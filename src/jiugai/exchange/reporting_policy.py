"""Policy files of the monthly return to domain types (统计月报的政策参数)."""

from functools import cache
from importlib.resources.abc import Traversable

from jiugai.domain.reporting.doubts.answers import HearingRule
from jiugai.domain.reporting.submission.lateness import DeadlineRule
from jiugai.domain.reporting.submission.stages import Stage
from jiugai.exchange.policy_files import ON_FILE
from jiugai.exchange.policy_tables import choice, read_tables, rule_table, whole

DEADLINES = (
    rule_table(
        "deadline", {"stage": choice(Stage), "days_after": whole(0, 60)}, identity=("stage",)
    ),
)

HEARINGS = (rule_table("hearing", {"days": whole(1, 90)}),)


@cache
def deadline_rules(root: Traversable = ON_FILE) -> tuple[DeadlineRule, ...]:
    """Return by which day after the month's end each stage is to be left.

    :raises BadPolicy: if a file on any level is not whole.
    """
    tables = read_tables(root, "submission_deadlines", DEADLINES)
    return tuple(DeadlineRule(**entry) for entry in tables["deadline"])


@cache
def hearing_rules(root: Traversable = ON_FILE) -> tuple[HearingRule, ...]:
    """Return how long a county is waited for before a doubt may be upheld unheard.

    :raises BadPolicy: if a file on any level is not whole.
    """
    tables = read_tables(root, "doubt_hearing", HEARINGS)
    return tuple(HearingRule(**entry) for entry in tables["hearing"])
