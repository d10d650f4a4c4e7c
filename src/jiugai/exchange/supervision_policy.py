"""Policy files of supervision to domain types (督导考核的政策参数)."""

from functools import cache
from importlib.resources.abc import Traversable

from jiugai.domain.supervision.orders.ladder import Rung, RungRule
from jiugai.exchange.policy_files import ON_FILE
from jiugai.exchange.policy_tables import choice, read_tables, rule_table, text, whole

LADDER = (
    rule_table(
        "rung",
        {"rung": choice(Rung), "days_late": whole(-90, 730), "who": text()},
        identity=("rung",),
    ),
)


@cache
def rung_rules(root: Traversable = ON_FILE) -> tuple[RungRule, ...]:
    """Return from how many days late which measure is proposed.

    :raises BadPolicy: if a file on any level is not whole.
    """
    tables = read_tables(root, "overdue_ladder", LADDER)
    return tuple(RungRule(**entry) for entry in tables["rung"])
