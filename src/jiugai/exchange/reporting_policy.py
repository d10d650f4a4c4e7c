"""Policy files of the monthly return to domain types (统计月报的政策参数)."""

from functools import cache
from importlib.resources.abc import Traversable

from jiugai.domain.funding.sources import Source
from jiugai.domain.reporting.doubts.answers import HearingRule
from jiugai.domain.reporting.masters.forms import (
    CountedIn,
    FormRule,
    Idea,
    Master,
    MasterCell,
    Record,
)
from jiugai.domain.reporting.submission.lateness import DeadlineRule
from jiugai.domain.reporting.submission.stages import Stage
from jiugai.exchange.policy_files import ON_FILE
from jiugai.exchange.policy_tables import (
    choice,
    choices,
    read_tables,
    rule_table,
    text,
    whole,
)

DEADLINES = (
    rule_table(
        "deadline", {"stage": choice(Stage), "days_after": whole(0, 60)}, identity=("stage",)
    ),
)

HEARINGS = (rule_table("hearing", {"days": whole(1, 90)}),)

MASTERS = (
    rule_table("form", {"master": choice(Master), "title": text()}, identity=("master",)),
    rule_table(
        "cell",
        {
            "master": choice(Master),
            "idea": choice(Idea),
            "label": text(),
            "definition": text(),
            "record": choice(Record),
            "cut_off": whole(0, 31),
            "projects": choices(Source),
            "money": choices(Source),
            "counted_in": choice(CountedIn),
            "decimals": whole(0, 2),
        },
        identity=("master", "idea"),
    ),
)


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


@cache
def master_forms(root: Traversable = ON_FILE) -> tuple[FormRule, ...]:
    """Return the returns that the masters ask for.

    :raises BadPolicy: if a file on any level is not whole.
    """
    tables = read_tables(root, "returns_of_masters", MASTERS)
    return tuple(FormRule(**entry) for entry in tables["form"])


@cache
def master_cells(root: Traversable = ON_FILE) -> tuple[MasterCell, ...]:
    """Return the cells of the masters' returns, each with its definition.

    :raises BadPolicy: if a file on any level is not whole.
    """
    tables = read_tables(root, "returns_of_masters", MASTERS)
    return tuple(MasterCell(**entry) for entry in tables["cell"])
