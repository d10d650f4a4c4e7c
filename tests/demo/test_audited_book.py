"""The demo city's book: the alerts find every planted fault, and nothing that is not in the truth."""

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django.plugin import DjangoDbBlocker

from jiugai.console import setting_up
from jiugai.domain.funding.alerts.cases import CaseKind
from jiugai.domain.funding.alerts.catalogue import FUNDING_ALERTS
from jiugai.services.facts import horizon
from jiugai.services.funding.book.reading import verify
from jiugai.services.supervision.audit.findings import AuditFinding, AuditFindings, audit_list
from tests import demo_template, throwaway_server

CITY = setting_up.ROOT / "demo" / "city"
TRUTH: dict[str, Any] = tomllib.loads((CITY / "book_truth.toml").read_text("utf-8"))
NOT_PLANTED = {"FD-09", "FD-11"}
"""What no fact of the demo could tell: no plan of it claims too much, no settlement was audited."""

pytestmark = [
    pytest.mark.skipif(
        not setting_up.divisions_folder().is_dir(),
        reason="全国区划未下载：请先运行 make install",
    ),
    pytest.mark.timeout(600),
]


@pytest.fixture(scope="module")
def found(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[AuditFindings]:
    """Ask every alert of the loaded city, and count its book anew."""
    with (
        django_db_blocker.unblock(),
        demo_template.clone() as own,
        throwaway_server.connected_to(own, user=own.user),
    ):
        yield audit_list(horizon(TRUTH["as_of"]))


def named(one: AuditFinding) -> tuple[str, str, str]:
    """Return a finding as the truth names it: its county by the code of the story's first day."""
    place = one.answer.place
    thing = place.name or place.county_name
    if place.kind is CaseKind.EARMARK:
        (thing,) = re.findall(r"（(.*)，\d{4} 年）", thing)
    county = "610928" if place.county == "610981" else place.county
    return one.answer.alert.code, county, thing


class TestBook:
    def test_every_planted_fault_is_found_and_nothing_else(self, found: AuditFindings):
        truth = {(one["code"], one["county"], one["thing"]) for one in TRUTH["fault"]}
        assert {named(one) for one in found.findings} == truth

    def test_nearly_every_alert_of_money_has_something_to_find(self, found: AuditFindings):
        planted = {one["code"] for one in TRUTH["fault"]}
        assert {alert.code for alert in FUNDING_ALERTS} - planted == NOT_PLANTED

    def test_what_is_not_known_is_counted(self, found: AuditFindings):
        missing = found.examination.missing()
        assert missing["FD-11"].total() == 21
        assert sum(one.total() for one in missing.values()) == len(found.examination.undefined)

    def test_the_honest_are_let_pass(self, found: AuditFindings):
        assert found.examination.passed["FD-01"] > 20
        assert found.examination.passed["FD-15"] > 20

    def test_the_book_is_whole(self, found: AuditFindings):
        told = verify()
        assert not told.faults
        assert told.postings > 300
