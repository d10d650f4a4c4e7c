"""The demo city's schemes (演示方案), told in bulk: needs, bills, records and what was accepted."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from jiugai.domain.findings import Finding, blocking
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.scheme.accepted import AcceptedItem, check_accepted
from jiugai.domain.scheme.bill import BillLine, BillStage, check_bill
from jiugai.domain.scheme.catalogue import Reach, items_in_force
from jiugai.domain.scheme.changes import Grounds
from jiugai.domain.scheme.checklists import Mark, MarkState
from jiugai.domain.scheme.needs import Need, NeedKind
from jiugai.exchange.policy_files import scope_items
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import horizon
from jiugai.storage.audit.stamping import told_at
from jiugai.storage.divisions import queries as divisions
from jiugai.storage.programme import queries as programme
from jiugai.storage.programme.queries import SiteRow
from jiugai.storage.scheme import acceptance, checklist_entries, entries
from jiugai.storage.unit_of_work import unit_of_work

__all__ = ["ToldSchemeWrong", "tell_schemes"]

_FIRST_DAY = date(2019, 3, 1)  # the story's codes are those of the city's first day
_NUMBERED = re.compile(r"（\d+）$")  # added where a list has two projects of one name
_BETWEEN = timedelta(seconds=1)


class ToldSchemeWrong(Exception):
    """The story tells of a scheme that the office would refuse; nothing is loaded."""


def tell_schemes(file: Path, *, filers: Mapping[str, Actor], acceptor: Actor, at: datetime) -> None:
    """Tell the schemes of the story: a county's filer draws them up, the city's clerk accepts.

    :param filers: by the code of their county on the first day.
    :raises ToldSchemeWrong: if a bill or an acceptance would be refused.
    """
    require(acceptor, Power.RECORD_FACT)
    told = tomllib.loads(file.read_text("utf-8"))["scheme"]
    asked = horizon(at.date())
    sites = programme.sites(last_seq=asked.last_seq)
    codes = divisions.codes({site.county_id for site in sites}, day=_FIRST_DAY)
    found = {
        (codes[site.county_id], _NUMBERED.sub("", site.project_name)): site
        for site in reversed(sites)
    }
    for n, one in enumerate(told):
        site = found.get((one["county"], one["project"]))
        if site is None:
            raise ToldSchemeWrong(f"{one['county']} 没有叫“{one['project']}”的项目")
        with told_at(at + n * _BETWEEN):
            bill_id = _draw_up(one, site, filers[one["county"]], at.date())
            _accept(one, site, bill_id, acceptor, at.date())


def _draw_up(one: Mapping[str, Any], site: SiteRow, actor: Actor, today: date) -> int:
    # Bills older than the catalogue are entered now, under the codes of now.
    catalogue = items_in_force(scope_items(), one["county"], today)
    lines = tuple(_lines(one["lines"]))
    _refuse(check_bill(lines, catalogue))
    with unit_of_work(
        verb="scheme.enter_bill",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"{site.project_name} 预算第1版",
    ) as act:
        for need in one.get("needs", ()):
            found = Need(NeedKind[need["kind"].upper()], need["item"], need["words"])
            entries.need(act, community_id=site.community_id, need=found, effective_on=need["on"])
        for mark in one.get("marks", ()):
            checklist_entries.mark(
                act,
                community_id=site.community_id,
                checklist_code=mark["checklist"],
                mark=Mark(mark["item"], MarkState.MET, mark["on"], paper=mark["paper"]),
            )
        return entries.bill(
            act,
            entries.NewBill(
                community_id=site.community_id,
                stage=BillStage.BUDGET,
                number=1,
                effective_on=one["on"],
                lines=lines,
                grounds=Grounds(),
                waived=one.get("waived", {}),
                evidence_id=None,
                origin="",
            ),
        )


def _lines(told: Iterable[Mapping[str, Any]]) -> Iterator[BillLine]:
    for n, one in enumerate(told, 1):
        yield BillLine(
            number=n,
            item=one["item"],
            reach=Reach(one.get("reach", Reach.INSIDE.value)),
            name=one["name"],
            unit=one["unit"],
            quantity=Fraction(one["quantity"]),
            unit_price_fen=one["fen"],
            answers=one.get("answers", ""),
        )


def _accept(one: Mapping[str, Any], site: SiteRow, bill_id: int, actor: Actor, today: date) -> None:
    if not one.get("accepted"):
        return
    catalogue = items_in_force(scope_items(), one["county"], today)
    asked = horizon(today)
    rows = programme.steps(last_seq=asked.last_seq, on_day=today, site_ids=[site.id])
    started = min((row.effective_on for row in rows if row.step == Step.START), default=None)
    with unit_of_work(
        verb="scheme.accept_item",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=site.project_name,
    ) as act:
        for told in one["accepted"]:
            found = AcceptedItem(
                told["item"], told["unit"], Fraction(told["quantity"]), told["on"], told["paper"]
            )
            _refuse(check_accepted(found, catalogue, started, today))
            acceptance.enter(act, community_id=site.community_id, bill_id=bill_id, accepted=found)


def _refuse(findings: Iterable[Finding]) -> None:
    refused = blocking(findings)
    if refused:
        raise ToldSchemeWrong("；".join(str(one) for one in refused))
