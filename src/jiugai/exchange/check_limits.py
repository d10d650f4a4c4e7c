"""Thresholds of the checks (核验界限): TOML to domain terms, held to what each check asks for."""

from collections import Counter
from functools import cache
from importlib.resources.abc import Traversable

from jiugai.domain.findings import Finding, Place
from jiugai.domain.reporting.checks.catalogue import CHECKS
from jiugai.domain.reporting.checks.check import CheckLimit
from jiugai.exchange.policy_files import ON_FILE
from jiugai.exchange.policy_tables import (
    BadPolicy,
    number,
    read_tables,
    rule_table,
    text,
    whole,
)

FILE = "return_checks"
LIMITS = (
    rule_table(
        "limit",
        {
            "check": text(),
            "version": whole(1, 1_000),
            "name": text(),
            "value": number(),
            "unit": text(),
            "reason": text(),
        },
        identity=("check", "version", "name"),
    ),
)


@cache
def check_limits(root: Traversable = ON_FILE) -> tuple[CheckLimit, ...]:
    """Return the thresholds of every check, past and present.

    :raises BadPolicy: if a file on any level is not whole, names a check or a threshold that there
      is not, or leaves one out.
    """
    limits = tuple(CheckLimit(**entry) for entry in read_tables(root, FILE, LIMITS)["limit"])
    known = {(check.code, check.version, name) for check in CHECKS for name in check.limits}
    codes = {check.code for check in CHECKS}
    told = Counter((limit.check, limit.version, limit.name) for limit in limits)
    newest = {check.code: check.version for check in CHECKS}
    place = Place(f"national/{FILE}.toml")
    findings = [
        Finding(
            "policy.unknown_limit",
            f"第 {version} 版“{check}”没有叫“{name}”的界限，请核对写法。",
            place=place,
        )
        for check, version, name in told
        if check not in codes or (version == newest[check] and (check, version, name) not in known)
    ]
    findings += [
        Finding(
            "policy.missing_limit",
            f"第 {version} 版“{check}”缺少界限“{name}”，每一项都必须写明。",
            place=place,
        )
        for check, version, name in sorted(known - set(told))
    ]
    if findings:
        raise BadPolicy(findings)
    return limits
