"""Thresholds and words of the alerts on money (预警界限): held to what each alert asks for."""

from functools import cache
from importlib.resources.abc import Traversable

from jiugai.domain.findings import Finding, Place
from jiugai.domain.funding.alerts.alert import AlertLimit, AlertWord
from jiugai.domain.funding.alerts.catalogue import ALERTS
from jiugai.domain.funding.alerts.examination import AlertThresholds
from jiugai.domain.scheme.changes import OverrunRule
from jiugai.exchange.policy_files import COST_OVERRUN, ON_FILE
from jiugai.exchange.policy_tables import BadPolicy, number, read_tables, rule_table, text

FILE = "funding_alerts"
TABLES = (
    rule_table(
        "limit",
        {"alert": text(), "name": text(), "value": number(), "unit": text(), "reason": text()},
        identity=("alert", "name"),
    ),
    rule_table("word", {"alert": text(), "word": text()}, identity=("alert", "word")),
)


@cache
def alert_thresholds(root: Traversable = ON_FILE) -> AlertThresholds:
    """Return the thresholds and the words of every alert, past and present.

    :raises BadPolicy: if a file on any level is not whole, names an alert or a threshold that there
      is not, or leaves one out.
    """
    tables = read_tables(root, FILE, TABLES)
    overruns = read_tables(root, "cost_overrun", COST_OVERRUN)["overrun"]
    found = AlertThresholds(
        (
            *(AlertLimit(**entry) for entry in tables["limit"]),
            *(_overrun(OverrunRule(**entry)) for entry in overruns),
        ),
        tuple(AlertWord(**entry) for entry in tables["word"]),
    )
    faults = [*_unknown(found), *_missing(found)]
    if faults:
        raise BadPolicy(faults)
    return found


def _overrun(rule: OverrunRule) -> AlertLimit:
    """Return the law on overruns, which schemes keep too, as FD-17 asks for it."""
    return AlertLimit(
        clause=rule.clause,
        source=rule.source,
        in_force_from=rule.in_force_from,
        in_force_until=rule.in_force_until,
        region=rule.region,
        url=rule.url,
        verified=rule.verified,
        note=rule.note,
        alert="FD-17",
        name="single",
        value=1 + rule.item_over,
        unit="倍",
        reason="造价次序的界线，方案也按它核对",
    )


def _unknown(found: AlertThresholds) -> list[Finding]:
    limits = {(alert.code, name) for alert in ALERTS for name in alert.limits}
    listening = {alert.code for alert in ALERTS if alert.words}
    return [
        *(
            _fault("unknown_limit", f"预警“{one.alert}”没有叫“{one.name}”的界限，请核对写法")
            for one in found.limits
            if (one.alert, one.name) not in limits
        ),
        *(
            _fault("unknown_limit", f"预警“{one.alert}”不找用词，“{one.word}”没有用处")
            for one in found.words
            if one.alert not in listening
        ),
    ]


def _missing(found: AlertThresholds) -> list[Finding]:
    told = {(one.alert, one.name) for one in found.limits}
    heard = {one.alert for one in found.words}
    return [
        *(
            _fault("missing_limit", f"预警“{alert.code}”缺少界限“{name}”，每一项都必须写明")
            for alert in ALERTS
            for name in alert.limits
            if (alert.code, name) not in told
        ),
        *(
            _fault("missing_limit", f"预警“{alert.code}”没有写要找的用词")
            for alert in ALERTS
            if alert.words and alert.code not in heard
        ),
    ]


def _fault(code: str, message: str) -> Finding:
    return Finding(f"policy.{code}", f"{message}。", place=Place(f"national/{FILE}.toml"))
