"""The last wall: PostgreSQL itself shows and takes a county's rows only within the reach told."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction
from psycopg import sql

from jiugai.domain.bulletins.agenda import MeetingKind
from jiugai.domain.bulletins.order_paper_figures import PaperWords
from jiugai.domain.bulletins.order_papers import PaperKind
from jiugai.domain.calendar import Month
from jiugai.domain.divisions import CITY_WIDE, Scope
from jiugai.domain.funding.batches import Decider, Grounds, Mouth
from jiugai.domain.funding.book.steps import MoneyStep
from jiugai.domain.funding.interest import Offer, OfferMoney
from jiugai.domain.funding.sources import Source
from jiugai.domain.programme.choice.case import CaseBudget
from jiugai.domain.reporting.doubts.answers import DoubtDeed, DoubtDeedKind
from jiugai.domain.reporting.submission.stages import MoveKind
from jiugai.domain.scheme.checklists import Mark, MarkState
from jiugai.domain.scheme.needs import Need, NeedKind
from jiugai.domain.supervision.orders.deeds import DeedKind
from jiugai.domain.supervision.photos import Verdict
from jiugai.domain.supervision.rewards import RewardRuling
from jiugai.domain.supervision.rounds import Tallies, Visit
from jiugai.exchange.outward_channels import Channel, ChannelKind
from jiugai.services import eligibility
from jiugai.services.actor import Actor
from jiugai.services.bulletins import meetings
from jiugai.services.bulletins.order_papers import issue
from jiugai.services.facts import horizon
from jiugai.services.funding.bank import comparing, taking
from jiugai.services.funding.book.writing import refuse_voucher, write_voucher
from jiugai.services.funding.plan_studio import adopting
from jiugai.services.funding.plan_studio.cases import compute
from jiugai.services.funding.plan_studio.results import digest_of
from jiugai.services.messages import inbox, sending
from jiugai.services.messages.addressees import Addressee
from jiugai.services.registry import buildings
from jiugai.services.reporting import closing, uploads
from jiugai.services.reporting.submission.moving import move_return
from jiugai.services.scheme import classifying, dossiers
from jiugai.services.scheme.needs import enter_need
from jiugai.services.supervision import hearings, recounting, rewards, rounds
from jiugai.services.supervision.evidence import looking
from jiugai.services.supervision.orders.doing import OrderDraft, Said, do, open_order
from jiugai.services.supervision.ranking_runs import rank_close
from jiugai.services.supervision.rewards import Decided
from jiugai.storage import reach
from jiugai.storage.accounts.queries import organisation_of
from jiugai.storage.audit.as_of import rows
from jiugai.storage.audit.roles import grant
from jiugai.storage.bulletins import entries as bulletins
from jiugai.storage.funding import bank_queries, batch_entries, book, debt, interest_entries
from jiugai.storage.funding.batch_entries import NewAnswer, NewLine
from jiugai.storage.funding.batch_models import BatchLine
from jiugai.storage.funding.interest_entries import NewOffer, NewRow
from jiugai.storage.funding.interest_models import InterestRow
from jiugai.storage.programme import entries as programme
from jiugai.storage.programme import plan_runs
from jiugai.storage.programme.models import Project, Site, Step
from jiugai.storage.registry import entries as registry
from jiugai.storage.registry import queries as registry_queries
from jiugai.storage.registry.models import Community, CommunityVersion, Upload
from jiugai.storage.registry.queries import community_id
from jiugai.storage.reporting import doubts
from jiugai.storage.server import APPLICATION_ROLE, Address
from jiugai.storage.unit_of_work import own_connection, unit_of_work
from tests.services.funding.book.little_book import LittleBook, open_book
from tests.services.funding.plan_studio import weighed
from tests.services.little_city import HEAD, LittleCity, raise_doubt, table
from tests.services.scheme.sent_bills import enter_accepted, send_bill, sent
from tests.services.supervision import little_contest
from tests.services.supervision.drawn_city import issue_october
from tests.services.supervision.named_leaders import name_leader, record_visit
from tests.services.supervision.site_photos import enter_photo, enter_trace, firm_of, give_site

DAY = date(2020, 11, 3)
LEAK = Need(NeedKind.SURVEYED, "B14", "屋面漏水")
AT = datetime(2020, 11, 3, 9, tzinfo=UTC)

_OF_COMMUNITY = (
    "(SELECT v.county_id FROM registry_community_version v WHERE v.community_id = {} LIMIT 1)"
)
_OF_PROJECT = "(SELECT p.county_id FROM programme_project p WHERE p.id = {})"
_OF_ACCOUNT = "(SELECT a.county_id FROM funding_account a WHERE a.id = t0.account_id)"
_OF_BATCH = "(SELECT b.county_id FROM funding_batch b WHERE b.id = t0.batch_id)"
_AT_SITE = (
    "(SELECT p.county_id FROM programme_site t JOIN programme_project p ON p.id = t.project_id"
    " WHERE t.id = t0.site_id)"
)
_OF_BUILDING = (
    "(SELECT v.county_id FROM registry_building b JOIN registry_community_version v"
    " ON v.community_id = b.community_id WHERE b.id = {} LIMIT 1)"
)
_OF_ORDER = "(SELECT o.county_id FROM supervision_order o WHERE o.id = t0.order_id)"
_OF_SET = (
    "(SELECT c.county_id FROM supervision_photo_set p JOIN supervision_challenge c"
    " ON c.id = p.challenge_id WHERE p.id = {})"
)
COUNTY_OF = {
    "registry_community": _OF_COMMUNITY.format("t0.id"),
    "registry_community_version": "t0.county_id",
    "registry_building": _OF_COMMUNITY.format("t0.community_id"),
    "registry_building_version": _OF_BUILDING.format("t0.building_id"),
    "registry_entrance": _OF_BUILDING.format("t0.building_id"),
    "registry_entrance_version": _OF_BUILDING.format(
        "(SELECT e.building_id FROM registry_entrance e WHERE e.id = t0.entrance_id)"
    ),
    "registry_column_profile": "t0.county_id",
    "registry_upload": "t0.county_id",
    "registry_imported_file": "t0.county_id",
    "eligibility_decision": _OF_COMMUNITY.format("t0.community_id"),
    "scheme_classification": _OF_COMMUNITY.format("t0.community_id"),
    "scheme_acceptance": _OF_COMMUNITY.format("t0.community_id"),
    "scheme_mark": _OF_COMMUNITY.format("t0.community_id"),
    "scheme_need": _OF_COMMUNITY.format("t0.community_id"),
    "scheme_bill": _OF_COMMUNITY.format("t0.community_id"),
    "scheme_line": _OF_COMMUNITY.format(
        "(SELECT b.community_id FROM scheme_bill b WHERE b.id = t0.bill_id)"
    ),
    "programme_project": "t0.county_id",
    "programme_site": _OF_PROJECT.format("t0.project_id"),
    "programme_entry": _AT_SITE,
    "programme_filing_line": _AT_SITE,
    "programme_step": _AT_SITE,
    "programme_plan_budget": "t0.county_id",
    "programme_plan_line": "t0.county_id",
    "programme_plan_pin": _OF_COMMUNITY.format("t0.community_id"),
    "works_reading": _AT_SITE,
    "funding_flow": _OF_PROJECT.format("t0.project_id"),
    "funding_contract": _OF_PROJECT.format("t0.project_id"),
    "funding_account": "t0.county_id",
    "funding_balance": _OF_ACCOUNT,
    "funding_voucher": "t0.county_id",
    "funding_batch": "t0.county_id",
    "funding_batch_version": _OF_BATCH,
    "funding_batch_line": "t0.county_id",
    "funding_batch_confirmation": _OF_BATCH,
    "funding_batch_answer": _OF_BATCH,
    "funding_batch_answer_line": "t0.county_id",
    "funding_interest_row": "t0.county_id",
    "funding_interest_withdrawal": "t0.county_id",
    "funding_interest_offer": "t0.county_id",
    "funding_declaration": "t0.county_id",
    "funding_declaration_signature": "t0.county_id",
    "funding_bank_account": "t0.county_id",
    "funding_statement": "t0.county_id",
    "funding_statement_line": "t0.county_id",
    "funding_match": "t0.county_id",
    "funding_match_undone": "t0.county_id",
    "funding_voucher_refusal": "t0.county_id",
    "funding_posting": "t0.county_id",
    "funding_leg": "(SELECT p.county_id FROM funding_posting p WHERE p.id = t0.posting_id)",
    "reporting_figure": "t0.county_id",
    "reporting_examination": "t0.county_id",
    "reporting_doubt": "t0.county_id",
    "reporting_doubt_deed": "(SELECT d.county_id FROM reporting_doubt d WHERE d.id = t0.doubt_id)",
    "reporting_submission_move": "t0.county_id",
    "supervision_trace": _AT_SITE,
    "supervision_assignment": _AT_SITE,
    "supervision_leader": "t0.county_id",
    "supervision_charge": "t0.county_id",
    "supervision_leader_visit": "t0.county_id",
    "supervision_look": "(SELECT f.county_id FROM supervision_photo f WHERE f.id = t0.photo_id)",
    "supervision_challenge": "t0.county_id",
    "supervision_photo_set": _OF_SET.format("t0.id"),
    "supervision_photo": "t0.county_id",
    "supervision_picture": "(SELECT f.county_id FROM supervision_photo f WHERE f.id = t0.photo_id)",
    "supervision_sending": _OF_SET.format("t0.photo_set_id"),
    "supervision_piece": _OF_SET.format(
        "(SELECT s.photo_set_id FROM supervision_sending s WHERE s.id = t0.sending_id)"
    ),
    "supervision_order": "t0.county_id",
    "supervision_deed": _OF_ORDER,
    "bulletins_order_paper": _OF_ORDER,
    "messages_read_to": "t0.county_id",
    "messages_sending": "t0.county_id",
    "supervision_recount": "t0.county_id",
    "supervision_contest_sheet": "(SELECT j.county_id FROM supervision_contest_juror j"
    " WHERE j.id = t0.juror_id)",
    "supervision_objection": "t0.county_id",
    "supervision_objection_answer": "t0.county_id",
    "supervision_reward_proposal": "t0.county_id",
    "supervision_reward_decision": "t0.county_id",
}
"""The tables of counties' rows, each with the county of a row ``t0``."""
THE_CITYS = (
    "programme_plan_report",
    "reporting_ranking_run",
    "bulletins_draft",
    "bulletins_meeting",
    "bulletins_minutes",
    "bulletins_minutes_issue",
)
"""Tables whose rows speak of all counties at once, before anything of it is public."""
BETWEEN = ("registry_pairing",)
"""Tables whose rows speak of two counties' communities; seen by whoever reaches both."""
OPEN = {
    "audit_act": "who did what: the order of everything; no page of a county lists it",
    "audit_stamp": "the order itself, asked by every count",
    "audit_document": "a paper by its digest, once for all who send it",
    "audit_evidence": "the papers behind a fact, found through the fact",
    "audit_evidence_item": "the same",
    "audit_layout": "how tables are put into digests",
    "audit_salt": "with which digests tell nothing of what they are of",
    "audit_leaf": "the sealed acts, by digest",
    "audit_checkpoint": "the roots over them",
    "audit_anchor": "which of them went out",
    "divisions_division": "the country's divisions, known to everybody",
    "divisions_version": "their names and codes",
    "scheme_checklist": "what a method asks of everybody alike",
    "programme_plan_case": "a plan that is weighed is the city's; its lines are walled",
    "programme_plan_setting": "weights and floors of it, alike for all; its money and pins are walled",
    "programme_plan_run": "how far it got and its sums; its lines are walled",
    "programme_plan_proposal": "that it was put forward",
    "programme_plan_decision": "and what was decided of it",
    "programme_list": "the year's list is the city's; its lines are walled",
    "programme_filing": "the plan as filed is the city's; its lines are walled",
    "programme_target": "what a paper asks of all counties alike",
    "funding_interest_list": "a list is published; its rows, and what firms offer, are walled",
    "funding_platform_listing": "a platform company is refused everywhere, so that all know it",
    "funding_earmark": "a paper that grants money, and its year; what lies under it is walled",
    "funding_period_close": "which months of the book are closed, and a digest",
    "reporting_close": "a closed month is the horizon of everybody",
    "bulletins_issue": "issued to all counties",
    "supervision_hearing_step": "a ranking is shown to every county alike",
    "supervision_shown_table": "so is what it ranks",
    "supervision_contest": "a round of judging is held before everybody",
    "supervision_contest_entrant": "so is who is judged in it, by name and county",
    "supervision_contest_juror": "and who judges; the sheets are walled until it is closed",
    "supervision_contest_closing": "that it is closed",
    "supervision_contest_model": "a model community is one for everybody",
    "supervision_draw": "a list is public, so that anybody can draw it again",
    "supervision_candidate": "so is what it was drawn from",
    "supervision_promulgation": "policy documents are issued to everybody",
    "reporting_deadline_extension": "granted in public, so that every county sees it",
}
"""Tables without the wall, and why; accounts, sessions and the queue hold no county's data."""


@pytest.fixture
def full(little: LittleCity, tmp_path: Path) -> LittleCity:
    """Give the little city rows in every walled table, of two counties each."""
    eligibility.decide_all(actor=little.clerk, today=DAY)
    classifying.classify_all(actor=little.clerk, city_code="610900", today=DAY)
    for county, name, actor in (
        ("610922", "金州家属院", little.filer),
        ("610902", "江北小区", little.sibling),
    ):
        buildings.add_building(
            public_id=little.number_of(name),
            name="1号楼",
            built_year=1985,
            storeys=6,
            households=36,
            entrances=("1单元",),
            actor=actor,
            today=DAY,
        )
        _send(county, actor=actor)
        _let_report(little, actor)
        _doubt(actor)
        inbox.read(1, actor=actor)
        _tell_outside(name, actor)
        enter_photo(name, actor)
        enter_trace(name, actor)
        _judge_a_photo(name, actor, little.clerk)
        give_site(name, actor, firm_of(little))
        enter_need(little.number_of(name), LEAK, actor=actor, today=DAY)
        send_bill(little, name, sent(), actor=actor)
        enter_accepted(little.number_of(name))
        _mark(little, name, actor)
        name_leader(name, little.clerk)
        record_visit(name, actor)
        _apply(little, name, actor)
        _promise(little, actor)
        _invite(little, name, actor)
    with unit_of_work(verb="tests.fill", user_id=0, post_id=0) as act:
        for county_id in (little.divisions.shiquan, little.divisions.hanbin):
            registry.profile(
                act, county_id=county_id, columns={"户": "households"}, effective_on=DAY
            )
    _keep_books(little)
    done = closing.close(Month(2020, 10), actor=little.clerk, at=AT, snapshots=tmp_path)
    rank_close(done.row, actor=little.clerk)
    bulletins.keep_draft(close_id=done.row.id, template="red_head", source="正文", user_id=0, at=AT)
    _meet(little)
    _hear(little, done.row.month)
    _verify(little, done.row)
    _weigh(little)
    _judge_communities(little)
    return little


def _judge_communities(little: LittleCity) -> None:
    """Open a round of judging, and let a juror of each of two counties hand in a sheet."""
    number = little_contest.opened(little)
    for juror, entrant in (
        (little_contest.FILER, little_contest.HANBIN),
        (little_contest.SIBLING, little_contest.SHIQUAN),
    ):
        assert little_contest.mark(little, number, juror, entrant).entered


def _weigh(little: LittleCity) -> None:
    """Weigh a plan with money, pins and lines of two counties, put it forward, and decide it."""
    number = weighed.opened(little)
    names = ("金州家属院", "江北小区")
    communities = [community_id(little.number_of(name), scope=CITY_WIDE) for name in names]
    counties = (little.divisions.shiquan, little.divisions.hanbin)
    money = [CaseBudget(int(Source.COUNTY), one, 200 * weighed.WAN) for one in counties]
    assumed = weighed.inputs(*money, pins_in=frozenset(communities))
    asked = horizon(DAY)
    run = int(compute(number, assumed, asked, actor=little.clerk, at=AT, defer=False).number)
    lines = [
        plan_runs.LineRow(community, county, 2021, 100, 1, None, "", {"items": [], "paid": []})
        for community, county in zip(communities, counties, strict=True)
    ]
    plan_runs.change(run, only_if=("queued",), state="solving")
    digest = digest_of(lines)
    plan_runs.finish(run, report={}, lines=lines, state="done", result_sm3=digest)
    adopting.put_forward(number, run, "报审", actor=little.clerk, today=DAY)
    adopting.decide(
        number, run, is_adopted=True, paper="纪要", words="", actor=little.head, today=DAY
    )


def _mark(little: LittleCity, name: str, actor: Actor) -> None:
    """Say of a community that the first item of a checklist is done."""
    done = Mark("1", MarkState.MET, DAY, paper="台账")
    where, asked = little.number_of(name), horizon(DAY)
    assert dossiers.mark(where, "QD-02", done, asked, actor=actor, today=DAY) == ()


def _apply(little: LittleCity, name: str, filer: Actor) -> None:
    """Let a county apply for a community, another hand confirm it, and the answer come."""
    community_id = registry_queries.community_id(little.number_of(name), scope=filer.scope)
    (county_id,) = filer.scope.counties or ()
    grounds, line = Grounds("石旧改办〔2020〕1号", DAY), NewLine(0, community_id, "", 100)
    with unit_of_work(verb="tests.apply", user_id=filer.user_id, post_id=filer.post_id) as act:
        batch_id = batch_entries.batch(
            act, county_id=county_id, year=2020, mouth=Mouth.TREASURY, decider=Decider.PROVINCE
        )
        version_id = batch_entries.version(
            act,
            batch_id=batch_id,
            number=1,
            grounds=grounds,
            lines=[replace(line, county_id=county_id)],
            user_id=filer.user_id,
        )
    head = little.head
    with unit_of_work(verb="tests.confirm", user_id=head.user_id, post_id=head.post_id) as act:
        batch_entries.confirmation(
            act,
            batch_id=batch_id,
            version_id=version_id,
            drawn_by=filer.user_id,
            user_id=head.user_id,
        )
    entered = BatchLine.objects.get(version_id=version_id)
    with unit_of_work(verb="tests.answer", user_id=filer.user_id, post_id=filer.post_id) as act:
        batch_entries.answer(
            act,
            batch_id=batch_id,
            version_id=version_id,
            grounds=grounds,
            lines=[NewAnswer(entered.pk, county_id, 100, 100, "")],
            user_id=filer.user_id,
        )


def _promise(little: LittleCity, filer: Actor) -> None:
    """Let a county promise to borrow nothing, and another hand sign it."""
    (county_id,) = filer.scope.counties or ()
    head = little.head
    with unit_of_work(verb="tests.declare", user_id=filer.user_id, post_id=filer.post_id) as act:
        debt.declaration(
            act, county_id=county_id, year=2020, number=1, paper="石政函〔2020〕3号", on=DAY,
            text="承诺", user_id=filer.user_id,
        )  # fmt: skip
    told = debt.declarations(year=2020, last_seq=horizon(DAY).last_seq, on_day=DAY)
    (row,) = (one for one in told if one.county_id == county_id)
    with unit_of_work(verb="tests.sign", user_id=head.user_id, post_id=head.post_id) as act:
        debt.signature(act, row, user_id=head.user_id)


def _invite(little: LittleCity, name: str, filer: Actor) -> None:
    """Seek firms for a county's communities: one offers something, one row is withdrawn."""
    (county_id,) = filer.scope.counties or ()
    community_id = registry_queries.community_id(little.number_of(name), scope=filer.scope)
    rows_told = [NewRow(county_id, community_id, kind) for kind in ("ZJ-01", "ZJ-02")]
    with unit_of_work(verb="tests.publish", user_id=0, post_id=0) as act:
        list_id = interest_entries.publish(
            act, year=2020, title="名单", on=DAY, paper="一号", rows=rows_told, user_id=0
        )
    first, second = InterestRow.objects.filter(list_id=list_id).order_by("pk")
    offer = Offer("某公司", "91110000600037341L", "建筑业", 100, OfferMoney.OWN)
    new = NewOffer(first.pk, county_id, 1, offer, "00" * 32, "00" * 32, "")
    with unit_of_work(verb="tests.offer", user_id=0, post_id=0) as act:
        interest_entries.offers(act, [new], paper="二号", on=DAY, reason="", user_id=0)
    with unit_of_work(verb="tests.withdraw", user_id=0, post_id=0) as act:
        interest_entries.withdrawal(
            act, row_id=second.pk, county_id=county_id, reason="重复", user_id=0
        )


def _tell_outside(name: str, actor: Actor) -> None:
    """Name a way out for a county's officer: its first receipt says from when on it tells."""
    channel = Channel(name, ChannelKind.MAIL, "filer", "filer@city.example")
    sending.send_all(
        [channel], told=lambda _: (Addressee(actor),), mail=lambda *_: "", now=AT, days=30
    )


def _hear(little: LittleCity, month: Month) -> None:
    """Show a month's ranking, let two counties object to it and be answered."""
    hearings.show(month, date(2020, 11, 10), seen=0, actor=little.clerk, today=DAY)
    for filer in (little.filer, little.sibling):
        hearings.object_to(month, "开工小区", "开工令已录入", actor=filer, today=DAY)
    for row in hearings.hearing_of(month, actor=little.head).row.objections:
        hearings.answer(
            month, row.id, upheld=False, words="封账以后的事实", actor=little.head, today=DAY
        )
    hearings.release(month, seen=1, actor=little.head, today=date(2020, 11, 11))
    _reward(little, month)


def _reward(little: LittleCity, month: Month) -> None:
    """Draw up what follows from the released ranking, and decide it."""
    day = date(2020, 11, 11)
    waiting = rewards.rewards_of(month, actor=little.clerk, today=day).waiting
    rewards.draw_up(month, seen=len(waiting), actor=little.clerk, today=day)
    adopted = Decided(RewardRuling.ADOPTED, "专题会议纪要〔2020〕15号")
    for row in rewards.rewards_of(month, actor=little.head, today=day).rows:
        rewards.decide(month, row.id, adopted, actor=little.head, today=day)


def _verify(little: LittleCity, row: closing.CloseRow) -> None:
    """Let October's bulletin go out, its list be drawn and every project on it be recounted."""
    issue_october(row)
    rounds.draw_month(row.month, actor=little.clerk, today=DAY)
    for line in rounds.round_of(row.month, actor=little.clerk).lines:
        visit = Visit(DAY, Tallies(1, 0, 5), "已到现场")
        recounting.record(
            row.month, line.row.line.number, visit, seen=0, actor=little.head, today=DAY
        )


def _meet(little: LittleCity) -> None:
    """Let the office meet, and issue its minutes."""
    meeting = meetings.convene(MeetingKind.WEEK, DAY, actor=little.clerk, today=DAY).public_id
    taken = meetings.MinutesTaken("议定事项。")
    meetings.keep_minutes(meeting, taken, seen=0, actor=little.clerk, today=DAY)
    meetings.issue_minutes(meeting, seen=1, actor=little.head, today=DAY)


def _let_report(little: LittleCity, filer: Actor) -> None:
    """Let a county send its return, and lay an order on it, with its paper."""
    (county_id,) = filer.scope.counties or ()
    move_return(Month(2020, 10), county_id, MoveKind.SUBMIT, seen=0, actor=filer, now=AT)
    draft = OrderDraft("进场施工。", owner_id=organisation_of(filer.post_id))
    order = open_order(draft, actor=little.clerk, today=DAY).public_id
    do(order, DeedKind.ASSIGN, Said(), seen=1, actor=little.clerk, today=DAY)
    issue(order, PaperKind.SUPERVISE, PaperWords(), seen=2, actor=little.head, today=DAY)


def _doubt(filer: Actor) -> None:
    """Raise a doubt about a county's return, and let the county say something to it."""
    doubt_id = raise_doubt(filer)
    deed = DoubtDeed(DoubtDeedKind.EXPLAIN, 0, DAY, "热线由街道代收")
    with unit_of_work(verb="tests.explain", user_id=0, post_id=0) as act:
        doubts.enter_deed(
            act, doubt_id=doubt_id, number=1, deed=deed, reported_by=None, explained_by=None
        )


def _keep_books(little: LittleCity) -> None:
    """Post a voucher in each county, send one back, and enter a contract of a project in each."""
    opened = open_book(little.divisions)
    for county in (little.divisions.shiquan, little.divisions.hanbin):
        assert opened.book(MoneyStep.GRANT, 500, county=county).entered
        _keep_bank(opened, county)
        told = opened.voucher(MoneyStep.GRANT, 500, county=county)
        written = write_voucher(told, actor=opened.maker, today=DAY)
        assert refuse_voucher(written.id or 0, "与文件不符", actor=opened.checker).entered
        project = Project.objects.filter(county_id=county).exclude(pk=opened.project)[0]
        with unit_of_work(verb="tests.contract", user_id=0, post_id=0) as act:
            book.contract(
                act, project_id=project.pk, number="HT", payee="建工", amount_fen=1, signed_on=DAY
            )


def _keep_bank(opened: LittleBook, county: int) -> None:
    """Take a statement of a county's special account in, match its line, and take that back."""
    assert opened.book(MoneyStep.FUND, 500, county=county).entered
    maker, checker = opened.maker, opened.checker
    taking.open_account(county, "长安银行", f"{county}", actor=maker)
    (account,) = (one.id for one in bank_queries.accounts() if one.county_id == county)
    content = "日期,金额（元）,方向,余额（元）,流水号\n2020-10-09,5.00,收,5.00,1".encode()
    taking.take_statement(account, content, document="x.csv", actor=maker, today=DAY)
    (pair,) = comparing.comparison(account, actor=checker, today=DAY).proposal.pairs
    comparing.confirm(account, (pair,), actor=checker)
    (match,) = (one.match_id for one in bank_queries.lines(account))
    comparing.take_back(account, match or 0, "对错了笔", actor=checker)


def _judge_a_photo(name: str, sender: Actor, judge: Actor) -> None:
    first = enter_photo(name, sender, seed=2)
    second = enter_photo(name, sender, seed=3, like=first)
    looking.judge(second, Verdict.DIFFERENT, "两栋楼，窗户不同", seen=0, actor=judge, today=DAY)


def _send(county: str, *, actor: Any) -> None:
    uploads.receive(
        [("台账.csv", BytesIO(table(HEAD, ["西苑小区,城关镇,1993,2,45,5400,90"])), county)],
        year=2020,
        effective_on=DAY,
        actor=actor,
        at=AT,
    )


def counties_in(name: str) -> list[int]:
    """Return the county of each row that is shown, as told by somebody who sees everything."""
    shown = [row["ctid"] for row in rows(f"SELECT ctid::text AS ctid FROM {name}", {})]
    with reach.within(CITY_WIDE):
        found = rows(
            f"SELECT {COUNTY_OF[name]} AS county FROM {name} t0 WHERE ctid = ANY(%(shown)s::tid[])",
            {"shown": shown},
        )
    return sorted(row["county"] for row in found)


def count(name: str) -> int:
    return int(rows(f"SELECT count(*) AS n FROM {name}", {})[0]["n"])


class TestAForgottenFilter:
    def test_shows_all_of_the_own_rows_and_no_other(self, full: LittleCity) -> None:
        shiquan = full.divisions.shiquan
        every = {name: counties_in(name) for name in COUNTY_OF}

        with reach.within(full.filer.scope):
            shown = {name: counties_in(name) for name in COUNTY_OF}

        assert [name for name in COUNTY_OF if not set(every[name]) - {shiquan}] == []
        assert shown == {
            name: [county for county in every[name] if county == shiquan] for name in COUNTY_OF
        }

    def test_shows_nothing_to_whoever_told_no_reach(self, full: LittleCity) -> None:
        walled = [*COUNTY_OF, *THE_CITYS]
        assert [name for name in walled if not count(name)] == []

        with reach.within(Scope()):
            assert [name for name in walled if count(name)] == []

    def test_shows_no_county_what_is_the_citys(self, full: LittleCity) -> None:
        with reach.within(full.filer.scope):
            assert [name for name in THE_CITYS if count(name)] == []

    def test_shows_what_was_said_of_two_counties_communities_to_neither_alone(
        self, full: LittleCity
    ) -> None:
        city = full.divisions
        cards = [
            CommunityVersion.objects.filter(county_id=county).order_by("pk")[0]
            for county in (city.shiquan, city.hanbin)
        ]
        said = registry.PairingValues(
            cards[0].community_id, cards[0].pk, cards[1].community_id, cards[1].pk, None, DAY
        )
        with unit_of_work(verb="tests.enter", user_id=0, post_id=0) as act:
            registry.pairings(act, [said])

        seen = []
        for counties in ({city.shiquan}, {city.hanbin}, {city.shiquan, city.hanbin}):
            with reach.within(Scope(frozenset(counties))):
                seen.append(count("registry_pairing"))
        assert seen == [0, 0, 1]

    def test_knows_a_county_whose_code_and_name_changed(self, full: LittleCity) -> None:
        # 610928 旬阳县 is 610981 旬阳市 by now: the reach tells the county and not its code.
        with reach.within(full.xunyang_filer.scope):
            (card,) = CommunityVersion.objects.all()
            assert (card.name, count("works_reading")) == ("河街小区", 2)

    def test_knows_a_unit_without_a_national_code(self, full: LittleCity) -> None:
        gaoxin = full.divisions.gaoxin  # 610900-L01
        with unit_of_work(verb="tests.enter", user_id=0, post_id=0) as act:
            programme.project(act, county_id=gaoxin, name="高新区项目", community_ids=[])

        with reach.within(Scope(frozenset({gaoxin}))):
            assert [project.name for project in Project.objects.all()] == ["高新区项目"]

    def test_of_several_counties_shows_them_all(self, full: LittleCity) -> None:
        both = frozenset({full.divisions.shiquan, full.divisions.hanbin})

        with reach.within(Scope(both)):
            assert set(counties_in("programme_step")) == both

    @pytest.mark.parametrize("ask", ["plain", "composed", "in pieces", "with"])
    def test_is_caught_however_the_question_is_put(self, full: LittleCity, ask: str) -> None:
        own = len([c for c in counties_in("programme_step") if c == full.divisions.shiquan])

        with reach.within(full.filer.scope), connection.cursor() as cursor:
            if ask == "in pieces":  # a cursor kept by the server
                assert len(list(Step.objects.iterator(chunk_size=2))) == own
                return
            question = {
                "plain": "  \n SELECT count(*) FROM programme_step WHERE %s = %s",
                "with": "WITH s AS (SELECT * FROM programme_step) SELECT count(*) FROM s WHERE %s = %s",
                "composed": sql.SQL("SELECT count(*) FROM programme_step WHERE %s = %s"),
            }[ask]
            cursor.execute(question, [1, 1])
            assert cursor.fetchone() == (own,)

    def test_is_caught_in_statements_sent_many_at_once(self, full: LittleCity) -> None:
        with reach.within(full.filer.scope), connection.cursor() as cursor:
            cursor.executemany("UPDATE registry_upload SET progress = %s", [[7], [8]])

        changed = Upload.objects.filter(progress=8).values_list("county_id", flat=True)
        assert list(changed) == [full.divisions.shiquan]


FOREIGN = {
    "a card": """INSERT INTO registry_community_version
        (act_id, effective_on, community_id, county_id, division_id, name, name_key, street,
         neighborhood, address, structure, storeys, tenure, property_management, exclusion)
        VALUES (%(act)s, %(day)s, %(own_community)s, %(county)s, %(county)s, '甲', '甲', '', '', '',
                '', '', '', '', '')""",
    "a neighbour's community as one's own": """INSERT INTO registry_community_version
        (act_id, effective_on, community_id, county_id, division_id, name, name_key, street,
         neighborhood, address, structure, storeys, tenure, property_management, exclusion)
        VALUES (%(act)s, %(day)s, %(community)s, %(own_county)s, %(own_county)s, '甲', '甲', '', '',
                '', '', '', '', '', '')""",
    "a building": """INSERT INTO registry_building (act_id, community_id)
        VALUES (%(act)s, %(community)s)""",
    "a project": """INSERT INTO programme_project (act_id, public_id, county_id, name)
        VALUES (%(act)s, 'XXXXXXXXXX', %(county)s, '甲')""",
    "a site of a foreign project": """INSERT INTO programme_site (act_id, project_id, community_id)
        VALUES (%(act)s, %(project)s, %(own_community)s)""",
    "a site of a foreign community": """INSERT INTO programme_site
        (act_id, project_id, community_id) VALUES (%(act)s, %(own_project)s, %(community)s)""",
    "a step": """INSERT INTO programme_step (act_id, site_id, step, effective_on)
        VALUES (%(act)s, %(site)s, 60, %(day)s)""",
    "a reading": """INSERT INTO works_reading (act_id, site_id, indicator, value, effective_on)
        VALUES (%(act)s, %(site)s, 2, 1, %(day)s)""",
    "a flow": """INSERT INTO funding_flow (act_id, project_id, source, kind, amount_fen, effective_on)
        VALUES (%(act)s, %(project)s, 1, 2, 100, %(day)s)""",
    "a decision": """INSERT INTO eligibility_decision
        (act_id, community_id, version_id, outcome, clause, rule_on, reasons, effective_on)
        SELECT %(act)s, %(community)s, %(version)s, 'eligible', '', %(day)s, '[]', %(day)s""",
    "a column's name": """INSERT INTO registry_column_profile
        (act_id, county_id, header, "column", effective_on)
        VALUES (%(act)s, %(county)s, '户', 'households', %(day)s)""",
    "an upload handed on": "UPDATE registry_upload SET county_id = %(county)s",
}


def _tried(statement: str, values: dict[str, Any]) -> str:
    """Run one statement and take it back; return ``taken``, ``nothing`` or why it was refused."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            transaction.set_rollback(True)
            return "taken" if cursor.rowcount >= 1 else "nothing"
    except ProgrammingError as refusal:
        return str(refusal)


class TestWriting:
    @pytest.fixture
    def values(self, full: LittleCity) -> dict[str, Any]:
        shiquan, hanbin = full.divisions.shiquan, full.divisions.hanbin
        theirs = Site.objects.filter(project__county_id=hanbin).order_by("pk")[0]
        mine = Site.objects.filter(project__county_id=shiquan).order_by("pk")[0]
        with unit_of_work(verb="tests.enter", user_id=0, post_id=0) as act:
            pass
        return {
            "act": act.pk,
            "day": DAY,
            "county": hanbin,
            "own_county": shiquan,
            "community": theirs.community_id,
            "own_community": mine.community_id,
            "version": CommunityVersion.objects.filter(community_id=theirs.community_id)[0].pk,
            "project": theirs.project_id,
            "own_project": mine.project_id,
            "site": theirs.pk,
        }

    def test_into_a_foreign_county_is_refused(
        self, full: LittleCity, values: dict[str, Any]
    ) -> None:
        answers = {}
        with reach.within(full.filer.scope):
            for what, statement in FOREIGN.items():
                answers[what] = _tried(statement, values)

        assert [
            what for what, answer in answers.items() if "row-level security" not in answer
        ] == []

    def test_is_refused_for_the_county_alone(
        self, full: LittleCity, values: dict[str, Any]
    ) -> None:
        with reach.within(CITY_WIDE):
            answers = {what: _tried(statement, values) for what, statement in FOREIGN.items()}

        assert answers == dict.fromkeys(FOREIGN, "taken")

    def test_of_a_new_community_needs_some_reach(self, full: LittleCity) -> None:
        with unit_of_work(verb="tests.enter", user_id=0, post_id=0) as act:
            with reach.within(full.filer.scope):
                made = Community.objects.create(act=act, public_id="NEWNEWNEW2")
            with (
                reach.within(Scope()),
                pytest.raises(DatabaseError, match="row-level security"),
                transaction.atomic(),
            ):
                Community.objects.create(act=act, public_id="NEWNEWNEW3")

        with reach.within(full.sibling.scope):
            assert made in Community.objects.all()  # nobody's yet

    def test_does_not_reach_what_one_may_not_see(self, full: LittleCity) -> None:
        with reach.within(full.filer.scope):
            assert Upload.objects.update(progress=9) == 1


class TestTheSetting:
    """What is told holds for a statement's transaction, and for nothing after it."""

    @pytest.fixture
    def left(self, fresh_little: LittleCity) -> psycopg.Connection[Any]:
        """Give the raw connection after an officer's statement went over it."""
        with reach.within(fresh_little.filer.scope):
            assert Step.objects.count()
        assert isinstance(connection.connection, psycopg.Connection)
        return connection.connection

    def test_vanishes_with_the_statement(self, left: psycopg.Connection[Any]) -> None:
        told = left.execute("SELECT current_setting('jiugai.regions', true)").fetchone()

        assert told == ("",)
        assert left.execute("SELECT count(*) FROM programme_step").fetchone() == (0,)

    def test_vanishes_with_the_transaction(self, fresh_little: LittleCity) -> None:
        with transaction.atomic(), reach.within(fresh_little.filer.scope):
            assert Step.objects.count()

        assert connection.connection.execute(  # type: ignore[attr-defined]  # psycopg's own
            "SELECT count(*) FROM programme_step"
        ).fetchone() == (0,)

    def test_changes_within_a_transaction_with_whoever_asks(self, little: LittleCity) -> None:
        every = Step.objects.count()
        with reach.within(little.filer.scope):
            own = Step.objects.count()
            with reach.within(CITY_WIDE):
                assert Step.objects.count() == every > own
            assert Step.objects.count() == own

    def test_outlives_no_savepoint_that_is_rolled_back(self, little: LittleCity) -> None:
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            reach.within(CITY_WIDE),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT 1 / 0")

        with reach.within(Scope()):
            assert Step.objects.count() == 0

    def test_of_two_officers_at_once_is_each_ones_own(self, fresh_little: LittleCity) -> None:
        city = fresh_little.divisions

        def look(county: int) -> set[int]:
            with reach.within(Scope(frozenset({county}))):
                seen = {
                    c for _ in range(20) for c in Project.objects.values_list("county", flat=True)
                }
            connection.close()
            return seen

        with ThreadPoolExecutor(4) as offices:
            asked = [city.shiquan, city.hanbin] * 4
            assert list(offices.map(look, asked)) == [{county} for county in asked]

    def test_of_a_thread_that_was_told_nothing_is_nothing(self, fresh_little: LittleCity) -> None:
        def look() -> int:
            seen = Project.objects.count()
            connection.close()
            return seen

        with ThreadPoolExecutor(1) as office:
            assert office.submit(look).result() == 0

    def test_goes_along_to_a_connection_of_ones_own(self, fresh_little: LittleCity) -> None:
        with reach.within(fresh_little.sibling.scope), own_connection() as own:
            found = own.execute("SELECT DISTINCT county_id FROM programme_project").fetchall()

        assert found == [(fresh_little.divisions.hanbin,)]


class TestTheRole:
    def test_that_the_site_connects_as_cannot_look_over_the_wall(self, little: LittleCity) -> None:
        (role,) = rows(
            """SELECT session_user AS login, current_user AS role, rolsuper, rolbypassrls
               FROM pg_roles WHERE rolname = current_user""",
            {},
        )

        assert role["login"] == role["role"] == APPLICATION_ROLE
        assert not role["rolsuper"]
        assert not role["rolbypassrls"]

    def test_is_put_behind_the_wall_by_every_migration(
        self, fresh_little: LittleCity, fresh_address: Address
    ) -> None:
        with psycopg.connect(fresh_address.conninfo()) as own:
            own.execute("ALTER ROLE jiugai_app BYPASSRLS")
            grant(own)
            found = own.execute("SELECT rolbypassrls FROM pg_roles WHERE rolname = 'jiugai_app'")
            assert found.fetchone() == (False,)
            own.rollback()

    def test_sees_nothing_untold_where_one_login_serves_for_both(
        self, fresh_little: LittleCity, fresh_address: Address
    ) -> None:
        # A server of which only the owner's login is given: the role is set at connection.
        options = "-c role=jiugai_app"
        with psycopg.connect(fresh_address.conninfo(options=options)) as own:
            assert own.execute("SELECT count(*) FROM programme_step").fetchone() == (0,)

    @pytest.fixture
    def fresh_address(self, fresh_little: LittleCity) -> Address:
        return Address(
            host=os.environ["JIUGAI_DB_HOST"],
            port=os.environ["JIUGAI_DB_PORT"],
            name=os.environ["JIUGAI_DB_NAME"],
            user=os.environ["JIUGAI_DB_OWNER"],
        )

    def test_that_owns_the_tables_is_held_as_well(
        self, fresh_little: LittleCity, fresh_address: Address
    ) -> None:
        owner = sql.Identifier(f"owner_{uuid4().hex[:8]}")
        with psycopg.connect(fresh_address.conninfo()) as own:
            own.execute(sql.SQL("CREATE ROLE {}").format(owner))
            for name in ("programme_project", "programme_step"):
                statement = sql.SQL("ALTER TABLE {} OWNER TO {}")
                own.execute(statement.format(sql.Identifier(name), owner))
            own.execute(sql.SQL("SET ROLE {}").format(owner))
            assert own.execute("SELECT count(*) FROM programme_project").fetchone() == (0,)
            own.rollback()


class TestTheTables:
    def test_are_walled_or_open_for_a_reason(self, little: LittleCity) -> None:
        found = {
            row["relname"]: (row["relrowsecurity"], row["relforcerowsecurity"])
            for row in rows(
                """SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class
                   WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
                     AND relname !~ '^(django|auth|accounts|axes|procrastinate)_'""",
                {},
            )
        }
        walled = {*COUNTY_OF, *THE_CITYS, *BETWEEN}

        assert {name for name, wall in found.items() if wall == (True, True)} == walled
        assert {name for name, wall in found.items() if wall == (False, False)} <= set(OPEN)
        assert set(found) >= walled

    def test_have_no_other_policy(self, little: LittleCity) -> None:
        found = rows("SELECT tablename, policyname, cmd, roles::text FROM pg_policies", {})

        assert {(r["policyname"], r["cmd"], r["roles"]) for r in found} == {
            ("reach", "ALL", "{public}")
        }
        assert len(found) == len(COUNTY_OF) + len(THE_CITYS) + len(BETWEEN)


class TestThePlan:
    """The wall must not turn a look at one subject into a walk over all."""

    def plan(self, question: str) -> str:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {question}")
            return "\n".join(row[0] for row in cursor.fetchall())

    @pytest.mark.parametrize(
        ("table", "condition"),
        [
            ("programme_step", "site_id = 7"),
            ("works_reading", "site_id = 7 AND indicator = 1"),
            ("funding_flow", "project_id = 7 AND kind = 2"),
            ("registry_community_version", "community_id = 7"),
            ("registry_community", "public_id = 'ABC'"),
            ("eligibility_decision", "community_id = 7"),
            ("registry_upload", "id = 7"),
        ],
    )
    def test_of_one_subject_still_goes_by_an_index(
        self, little: LittleCity, table: str, condition: str
    ) -> None:
        with reach.within(little.filer.scope):
            plan = self.plan(f"SELECT * FROM {table} WHERE {condition}")

        assert f"Seq Scan on {table} " not in plan
        assert condition.split(" ")[0] in plan[plan.index("Index Cond") :].splitlines()[0]

    def test_asks_for_the_reach_once_and_not_row_by_row(self, little: LittleCity) -> None:
        with reach.within(little.filer.scope):
            plan = self.plan("SELECT * FROM programme_step")

        filters = [line for line in plan.splitlines() if "Filter:" in line]
        assert "hashed SubPlan" in plan
        assert "InitPlan" in plan
        assert filters
        assert not [line for line in filters if "jiugai_" in line]
