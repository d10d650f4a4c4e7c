"""What published lists seek firms for, as a file (征集类别文件)."""

from functools import cache
from importlib.resources.abc import Traversable

from jiugai.domain.funding.interest import SoughtKind
from jiugai.exchange.policy_files import ON_FILE
from jiugai.exchange.policy_tables import read_tables, rule_table, text

KINDS = rule_table("kind", {"word": text()}, identity=("clause",))


@cache
def sought_kinds(root: Traversable = ON_FILE) -> tuple[SoughtKind, ...]:
    """Return the kinds on file, in the order of the screen.

    :raises BadPolicy: if a file on any level is not whole.
    """
    found = read_tables(root, "sought_kinds", (KINDS,))["kind"]
    return tuple(SoughtKind(**entry) for entry in found)
