"""Numbers and words of the twenty standards' checks (核对界限): held to what each check asks for."""

from functools import cache
from importlib.resources.abc import Traversable

from jiugai.domain.findings import Finding, Place
from jiugai.domain.supervision.standards.catalogue import CHECKS
from jiugai.domain.supervision.standards.check import StandardLimit, StandardWords
from jiugai.domain.supervision.standards.judging import StandardThresholds
from jiugai.exchange.policy_files import ON_FILE
from jiugai.exchange.policy_tables import BadPolicy, number, read_tables, rule_table, text, words

FILE = "standard_checks"
TABLES = (
    rule_table(
        "limit",
        {"standard": text(), "name": text(), "value": number(), "unit": text(), "reason": text()},
        identity=("standard", "name"),
    ),
    rule_table(
        "words",
        {"standard": text(), "name": text(), "words": words()},
        identity=("standard", "name"),
    ),
)


@cache
def standard_thresholds(root: Traversable = ON_FILE) -> StandardThresholds:
    """Return the numbers and words of every check, past and present.

    :raises BadPolicy: if a file on any level is not whole, names a check or a number that there is
      not, or leaves one out.
    """
    tables = read_tables(root, FILE, TABLES)
    found = StandardThresholds(
        tuple(StandardLimit(**entry) for entry in tables["limit"]),
        tuple(StandardWords(**entry) for entry in tables["words"]),
    )
    told = {(one.standard, one.name) for one in found.limits}
    told |= {(one.standard, one.name) for one in found.words}
    asked = {(check.code, name) for check in CHECKS for name in (*check.limits, *check.words)}
    faults = [
        *(_fault("unknown_limit", f"“{code}”没有叫“{name}”的界限，请核对写法") for code, name in sorted(told - asked)),
        *(_fault("missing_limit", f"“{code}”缺少界限“{name}”，每一项都必须写明") for code, name in sorted(asked - told)),
    ]  # fmt: skip
    if faults:
        raise BadPolicy(faults)
    return found


def _fault(code: str, message: str) -> Finding:
    return Finding(
        f"policy.{code}", f"衡量标准核对{message}。", place=Place(f"national/{FILE}.toml")
    )
