"""An object of each kind for the access matrix: one's own county's, a sibling county's, none.

A URL with arguments needs an exemplar here, by its full name. It is called with the small city
(``tests.officers``) and returns, by relation, the arguments of the URL::

    @exemplar("registry:community")
    def communities(city: City) -> Arguments:
        own, sibling = ...enter one in city.shiquan, one in city.hanbin...
        return {OWN: {"public_id": own}, SIBLING: {"public_id": sibling}, NONE: {"public_id": "x"}}

``OWN`` lies in 石泉县 (for street and neighborhood posts: 城关镇, 北街社区), ``SIBLING`` in 汉滨区. An
argument that is no object, such as the name of a measure, goes under ``ANY``.
"""

import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from jiugai.domain.bulletins.agenda import MeetingKind
from jiugai.domain.bulletins.document import Template
from jiugai.domain.bulletins.order_paper_figures import PaperWords
from jiugai.domain.bulletins.order_papers import PaperKind
from jiugai.domain.calendar import Month
from jiugai.domain.funding.batches import Decider, Mouth
from jiugai.domain.funding.batches import Grounds as BatchGrounds
from jiugai.domain.funding.book.steps import MoneyStep
from jiugai.domain.scheme.needs import Need, NeedKind
from jiugai.domain.supervision.orders.deeds import DeedKind
from jiugai.services import accounts
from jiugai.services.actor import Actor, PostKind
from jiugai.services.audit import sealing
from jiugai.services.bulletins import meetings, order_papers
from jiugai.services.bulletins.meetings import MinutesTaken
from jiugai.services.funding.bank import taking
from jiugai.services.funding.plan_studio import adopting, results
from jiugai.services.reporting import closing, uploads
from jiugai.services.scheme.needs import enter_need
from jiugai.services.supervision import hearings
from jiugai.services.supervision.orders.doing import OrderDraft, Said, do, open_order
from jiugai.services.supervision.ranking_runs import rank_close
from jiugai.storage.accounts.queries import organisation_of
from jiugai.storage.audit import seal_queries
from jiugai.storage.funding import bank_queries, batch_entries, book_queries, interest_entries
from jiugai.storage.programme.models import Project, Step
from jiugai.storage.scheme import models as scheme_models
from jiugai.storage.supervision.models import Candidate
from jiugai.storage.unit_of_work import unit_of_work
from tests.officers import City, appoint
from tests.services import little_city
from tests.services.funding.book.little_book import TODAY as BOOK_DAY
from tests.services.funding.book.little_book import open_book
from tests.services.funding.plan_studio import weighed
from tests.services.scheme import sent_bills
from tests.services.supervision import little_contest, named_leaders, site_photos
from tests.services.supervision.drawn_city import close_october, draw_october

OWN, SIBLING, NONE, ANY = "own", "sibling", "none", "-"
Arguments = dict[str, dict[str, object]]
Exemplar = Callable[[City], Arguments]
SomeExemplar = TypeVar("SomeExemplar", bound=Exemplar)

EXEMPLARS: dict[str, Exemplar] = {}
ABSENT = 10**9


def exemplar(*names: str) -> Callable[[SomeExemplar], SomeExemplar]:
    """Give the URLs of these names their sample arguments."""

    def register(make: SomeExemplar) -> SomeExemplar:
        for name in names:
            assert name not in EXEMPLARS, f"{name} has two exemplars"
            EXEMPLARS[name] = make
        return make

    return register


@exemplar(
    "accounts:account",
    "accounts:appoint",
    "accounts:end-appointment",
    "accounts:name-deputy",
    "accounts:renew-link",
    "accounts:disable",
    "accounts:enable",
)
def an_account(city: City) -> Arguments:
    own = appoint(city, "own", PostKind.COUNTY_FILER, "石泉县住建局", city.shiquan)
    sibling = appoint(city, "sibling", PostKind.COUNTY_FILER, "汉滨区住建局", city.hanbin)
    return {
        OWN: {"user_id": own.user_id},
        SIBLING: {"user_id": sibling.user_id},
        NONE: {"user_id": ABSENT},
    }


@exemplar("accounts:link")
def a_link(city: City) -> Arguments:
    administrator = appoint(city, "inviter", PostKind.ADMINISTRATOR, "安康市信息中心", city.ankang)
    invited = accounts.add_account(
        actor=administrator, username="invited", label="某某岗", at=datetime.now(UTC)
    )
    return {ANY: {"token": invited.token}, NONE: {"token": "x" * 43}}


@exemplar(
    "registry:community",
    "registry:record",
    "registry:buildings",
    "supervision:community-evidence",
    "supervision:community-grades",
    "supervision:record-trace",
    "supervision:withdraw-trace",
    "supervision:firms",
    "supervision:leads-of",
    "supervision:give-site",
    "supervision:end-site",
    "scheme:scheme",
    "scheme:look",
    "scheme:enter",
    "scheme:form",
    "scheme:need",
    "scheme:accept",
    "scheme:dossier",
    "scheme:mark",
    "funding:mouths",
)
def a_community(city: City) -> Arguments:
    found = little_city.build(city)
    return {
        OWN: {"public_id": found.number_of("金州家属院")},
        SIBLING: {"public_id": found.number_of("江北小区")},
        NONE: {"public_id": "x"},
    }


@exemplar("supervision:audit-finding", "supervision:audit-pack")
def an_audit_finding(city: City) -> Arguments:
    """Of two counties a site that was planned for 2020 and had not started when that year ended."""
    little_city.build(city)

    def late(county: str, name: str) -> dict[str, str]:
        number = Project.objects.get(name=f"{name}改造项目").public_id
        return {"key": f"RS-01.project.{county}.{number}"}

    return {
        OWN: late("610922", "北苑小区"),
        SIBLING: late("610902", "江北小区"),
        NONE: {"key": "RS-01.project.610922.x"},
    }


@exemplar("supervision:document-owed", "supervision:do-document")
def a_document_owed(city: City) -> Arguments:
    little_city.build(city)
    return {
        OWN: {"key": "ZC-08.610922"},
        SIBLING: {"key": "ZC-08.610902"},
        NONE: {"key": "ZC-08.x"},
    }


@exemplar(
    "supervision:contest",
    "supervision:contest-export",
    "supervision:close-contest",
    "supervision:name-model",
)
def a_contest(city: City) -> Arguments:
    number = little_contest.opened(little_city.build(city))
    return {ANY: {"number": number}, NONE: {"number": "x"}}


@exemplar("supervision:contest-entrant")
def a_contests_entrant(city: City) -> Arguments:
    return {relation: one | {"entrant": 1} for relation, one in a_contest(city).items()}


@exemplar("supervision:contest-sheet")
def a_sheet(city: City) -> Arguments:
    """A sheet of a juror without an account: the office enters it, whoever the counties are."""
    juror = {"juror": little_contest.ENGINEER, "entrant": little_contest.HANBIN}
    return {relation: one | juror for relation, one in a_contest(city).items()}


@exemplar("supervision:leader", "supervision:do-lead")
def a_leader(city: City) -> Arguments:
    found = little_city.build(city)
    numbers: Arguments = {}
    for relation, name in ((OWN, "金州家属院"), (SIBLING, "江北小区")):
        named_leaders.name_leader(name, found.clerk)
        (line,) = [
            one
            for one in named_leaders.read(found.clerk).lines
            if one.charges[0].thing.name.startswith(name)
        ]
        numbers[relation] = {"public_id": line.leader.public_id}
    return numbers | {NONE: {"public_id": "x"}}


@exemplar("supervision:leader-facts")
def a_leaders_figure(city: City) -> Arguments:
    return {relation: who | {"what": "started"} for relation, who in a_leader(city).items()}


@exemplar("registry:look-alike", "registry:decide-pair")
def a_pair(city: City) -> Arguments:
    found = little_city.build(city)
    twins = {"金州家属院": "金州宿舍", "江北小区": "江北住宅小区"}
    rows = ("金州宿舍,城关镇,1985,3,100,,", "江北住宅小区,新城街道,1988,4,150,,")
    little_city.send(little_city.ledger(rows[:1]), actor=found.filer)
    little_city.send(little_city.ledger(rows[1:], "610902"), actor=found.sibling)
    own, sibling = (
        {"first": found.number_of(first), "second": found.number_of(second)}
        for first, second in twins.items()
    )
    return {OWN: own, SIBLING: sibling, NONE: own | {"second": "x"}}


@exemplar("registry:correct")
def a_fact(city: City) -> Arguments:
    communities = a_community(city)

    def first_step(name: str) -> int:
        number = little_city.LittleCity.number_of(name)
        return Step.objects.filter(site__community__public_id=number).order_by("id")[0].id

    return {
        OWN: communities[OWN] | {"fact_id": first_step("金州家属院")},
        SIBLING: communities[SIBLING] | {"fact_id": first_step("江北小区")},
        NONE: communities[OWN] | {"fact_id": ABSENT},
    }


def _schemes(city: City) -> little_city.LittleCity:
    """Give a community of each county a need and a bill."""
    found = little_city.build(city)
    for name, officer in (("金州家属院", found.filer), ("江北小区", found.sibling)):
        need = Need(NeedKind.SURVEYED, "B14", "屋面漏水")
        enter_need(found.number_of(name), need, actor=officer, today=sent_bills.DAY)
        sent_bills.send_bill(found, name, sent_bills.sent(), actor=officer)
    return found


@exemplar("scheme:checklist")
def a_checklist(city: City) -> Arguments:
    little_city.build(city)
    return {ANY: {"code": "QD-02"}}


@exemplar("scheme:file")
def a_bill(city: City) -> Arguments:
    found, first = _schemes(city), {"stage": "estimate", "number": 1}
    return {
        OWN: {"public_id": found.number_of("金州家属院"), **first},
        SIBLING: {"public_id": found.number_of("江北小区"), **first},
        NONE: {"public_id": "x", **first},
    }


@exemplar("scheme:withdraw-need")
def a_need(city: City) -> Arguments:
    found = _schemes(city)
    own, sibling = (found.number_of(name) for name in ("金州家属院", "江北小区"))

    def need_of(number: str) -> int:
        return scheme_models.Need.objects.get(community__public_id=number).pk

    return {
        OWN: {"public_id": own, "need_id": need_of(own)},
        SIBLING: {"public_id": sibling, "need_id": need_of(sibling)},
        NONE: {"public_id": own, "need_id": ABSENT},
    }


@exemplar("scheme:withdraw-accepted")
def an_acceptance(city: City) -> Arguments:
    found = _schemes(city)
    own, sibling = (found.number_of(name) for name in ("金州家属院", "江北小区"))
    return {
        OWN: {"public_id": own, "row_id": sent_bills.enter_accepted(own)},
        SIBLING: {"public_id": sibling, "row_id": sent_bills.enter_accepted(sibling)},
        NONE: {"public_id": own, "row_id": ABSENT},
    }


def _sent(actor: Actor, county_code: str, rows: tuple[str, ...]) -> tuple[int, UUID]:
    """Send a ledger and have it read; return the file's number and its batch."""
    together = uploads.receive(
        [("台账.csv", BytesIO(little_city.table(little_city.HEAD, rows)), county_code)],
        year=2020,
        effective_on=little_city.LEDGER_DAY,
        actor=actor,
        at=datetime.now(UTC),
    )
    (upload,) = uploads.batch(together, actor=actor)
    uploads.read_upload(upload.id, actor_of=lambda _user, _post: actor)
    return upload.id, together


def _files(city: City) -> tuple[tuple[int, UUID], tuple[int, UUID]]:
    """Return a file of the filer who meets the pages, and one of a sibling county's filer."""
    filer = appoint(city, "post-filer", PostKind.COUNTY_FILER, "石泉县住建局", city.shiquan)
    sibling = appoint(city, "sibling", PostKind.COUNTY_FILER, "汉滨区住建局", city.hanbin)
    return (
        _sent(filer, "610922", little_city.SHIQUAN),
        _sent(sibling, "610902", little_city.HANBIN),
    )


@exemplar(
    "registry:plan",
    "registry:choose",
    "registry:columns",
    "registry:write",
    "registry:abandon",
    "registry:returned",
)
def a_file(city: City) -> Arguments:
    (own, _), (sibling, _) = _files(city)
    return {
        OWN: {"upload_id": own},
        SIBLING: {"upload_id": sibling},
        NONE: {"upload_id": ABSENT},
    }


@exemplar("registry:batch")
def a_batch(city: City) -> Arguments:
    (_, own), (_, sibling) = _files(city)
    return {OWN: {"batch": own}, SIBLING: {"batch": sibling}, NONE: {"batch": UUID(int=0)}}


@exemplar("supervision:order", "supervision:order-do")
def an_order(city: City) -> Arguments:
    clerk = appoint(city, "issuer", PostKind.CITY_CLERK, "安康市改造办", city.ankang)
    own = appoint(city, "own", PostKind.COUNTY_FILER, "石泉县住建局", city.shiquan)
    sibling = appoint(city, "sibling", PostKind.COUNTY_FILER, "汉滨区住建局", city.hanbin)

    def laid_on(actor: Actor) -> str:
        draft = OrderDraft("进场施工。", owner_id=organisation_of(actor.post_id))
        return open_order(draft, actor=clerk, today=date(2020, 11, 3)).public_id

    return {
        OWN: {"public_id": laid_on(own)},
        SIBLING: {"public_id": laid_on(sibling)},
        NONE: {"public_id": "x"},
    }


@exemplar(
    "supervision:site-code",
    "supervision:send-photo",
    "supervision:begin-photo",
    "supervision:send-piece",
    "supervision:finish-photo",
)
def a_code(city: City) -> Arguments:
    found = little_city.build(city)
    filer = appoint(city, "post-filer", PostKind.COUNTY_FILER, "石泉县住建局", city.shiquan)
    return {
        OWN: {"number": site_photos.code_for("金州家属院", filer)},
        SIBLING: {"number": site_photos.code_for("江北小区", found.sibling)},
        NONE: {"number": "x"},
    }


@exemplar("supervision:own-picture")
def a_photo_of_ones_own(city: City) -> Arguments:
    found = little_city.build(city)
    filer = appoint(city, "post-filer", PostKind.COUNTY_FILER, "石泉县住建局", city.shiquan)

    def sent(name: str, actor: Actor) -> dict[str, object]:
        photo = site_photos.enter_photo(name, actor)
        return {"number": site_photos.last_code(actor), "photo": photo}

    return {
        OWN: sent("金州家属院", filer),
        SIBLING: sent("江北小区", found.sibling),
        NONE: {"number": "x", "photo": "x"},
    }


@exemplar("supervision:look", "supervision:judge-photo")
def a_photo_like_another(city: City) -> Arguments:
    found = little_city.build(city)

    def two(name: str, actor: Actor) -> str:
        first = site_photos.enter_photo(name, actor)
        return site_photos.enter_photo(name, actor, seed=1, like=first)

    return {
        OWN: {"number": two("金州家属院", found.street)},
        SIBLING: {"number": two("江北小区", found.sibling)},
        NONE: {"number": "x"},
    }


@exemplar("supervision:small-picture", "supervision:picture")
def a_photo(city: City) -> Arguments:
    found = little_city.build(city)
    return {
        OWN: {"number": site_photos.enter_photo("金州家属院", found.filer)},
        SIBLING: {"number": site_photos.enter_photo("江北小区", found.sibling)},
        NONE: {"number": "x"},
    }


@exemplar("bulletins:order-paper", "bulletins:order-paper-draft", "bulletins:order-paper-issue")
def a_paper_to_draft(city: City) -> Arguments:
    orders = an_order(city)
    clerk = appoint(city, "assigner", PostKind.CITY_CLERK, "安康市改造办", city.ankang)
    for whose in (OWN, SIBLING):
        order = str(orders[whose]["public_id"])
        do(order, DeedKind.ASSIGN, Said(), seen=1, actor=clerk, today=date(2020, 11, 3))
    return {whose: found | {"kind": PaperKind.SUPERVISE} for whose, found in orders.items()}


@exemplar("bulletins:order-paper-file")
def a_paper_of_an_order(city: City) -> Arguments:
    orders = a_paper_to_draft(city)
    head = appoint(city, "signer", PostKind.CITY_HEAD, "安康市改造办", city.ankang)
    for number, whose in enumerate((OWN, SIBLING), start=1):
        order_papers.issue(
            str(orders[whose]["public_id"]),
            PaperKind.SUPERVISE,
            PaperWords(),
            seen=2,
            actor=head,
            today=date(2020, 11, 3),
        )
        orders[whose] |= {"year": 2020, "number": number}
    orders[NONE] |= {"year": 2020, "number": 9}
    return orders


@exemplar("supervision:round", "supervision:round-frame")
def a_round(city: City) -> Arguments:
    with tempfile.TemporaryDirectory() as folder:
        draw_october(little_city.build(city), Path(folder))
    return {ANY: {"month": Month(2020, 10)}, NONE: {"month": Month(2020, 9)}}


@exemplar("supervision:round-found")
def a_tally(city: City) -> Arguments:
    found = a_round(city)
    return {ANY: found[ANY] | {"tally": "households"}, NONE: found[NONE] | {"tally": "started"}}


@exemplar("supervision:drawn-project", "supervision:record-visit")
def a_drawn_project(city: City) -> Arguments:
    month = a_round(city)[ANY]

    def number_in(county_id: int) -> str:
        return Candidate.objects.get(county_id=county_id, place__isnull=False).number

    return {
        OWN: month | {"number": number_in(city.shiquan)},
        SIBLING: month | {"number": number_in(city.xunyang)},
        NONE: month | {"number": "x"},
    }


@exemplar(
    "supervision:hearing",
    "supervision:show-ranking",
    "supervision:object-to-ranking",
    "supervision:answer-objection",
    "supervision:release-ranking",
)
def a_hearing(city: City) -> Arguments:
    little = little_city.build(city)
    with tempfile.TemporaryDirectory() as folder:
        row = close_october(little, Path(folder))
    rank_close(row, actor=little.clerk)
    until = date(2020, 11, 10)
    hearings.show(row.month, until, seen=0, actor=little.clerk, today=date(2020, 11, 4))
    return {ANY: {"month": row.month}, NONE: {"month": Month(2020, 9)}}


@exemplar(
    "supervision:honours",
    "supervision:rewards",
    "supervision:rewards-export",
    "supervision:propose-rewards",
    "supervision:decide-reward",
)
def a_released_ranking(city: City) -> Arguments:
    found = a_hearing(city)
    head = appoint(city, "releasing", PostKind.CITY_HEAD, "安康市改造办", city.ankang)
    hearings.release(found[ANY]["month"], seen=1, actor=head, today=date(2020, 11, 11))
    return found


@exemplar(
    "reporting:month", "reporting:extend", "reporting:examine-month", "reporting:masters-month"
)
def a_month_of_returns(city: City) -> Arguments:
    little_city.build(city)
    return {ANY: {"month": Month(2020, 10)}, NONE: {"month": Month(2099, 1)}}


@exemplar("reporting:county-receipts", "reporting:receipts-file")
def receipts_of_a_county(city: City) -> Arguments:
    little_city.build(city)
    return {
        OWN: {"county_id": city.shiquan},
        SIBLING: {"county_id": city.hanbin},
        NONE: {"county_id": ABSENT},
    }


@exemplar("reporting:receipt")
def a_receipt(city: City) -> Arguments:
    little_city.build(city)
    sealing.seal_all()
    own, sibling = (seal_queries.filings_of(one)[0] for one in (city.shiquan, city.hanbin))
    return {
        OWN: {"county_id": city.shiquan, "seq": own},
        SIBLING: {"county_id": city.hanbin, "seq": sibling},
        NONE: {"county_id": city.shiquan, "seq": ABSENT},
    }


@exemplar("reporting:doubt", "reporting:doubt-answer")
def a_doubt(city: City) -> Arguments:
    found = little_city.build(city)
    return {
        OWN: {"doubt_id": little_city.raise_doubt(found.filer)},
        SIBLING: {"doubt_id": little_city.raise_doubt(found.sibling)},
        NONE: {"doubt_id": ABSENT},
    }


@exemplar("supervision:defence", "supervision:defence-docx")
def a_defence_file(city: City) -> Arguments:
    little_city.build(city)
    return {
        OWN: {"county_id": city.shiquan},
        SIBLING: {"county_id": city.hanbin},
        NONE: {"county_id": ABSENT},
    }


@exemplar(
    "reporting:return",
    "reporting:move",
    "reporting:examine-return",
    "reporting:form-file",
    "reporting:read-form",
    "reporting:masters-county",
)
def a_return(city: City) -> Arguments:
    little_city.build(city)
    month = Month(2020, 10)
    return {
        OWN: {"month": month, "county_id": city.shiquan},
        SIBLING: {"month": month, "county_id": city.hanbin},
        NONE: {"month": month, "county_id": ABSENT},
    }


@exemplar("reporting:master-form")
def a_masters_return(city: City) -> Arguments:
    return _with(a_return(city), master="finance")


@exemplar("reporting:master-cell")
def a_cell_of_a_master(city: City) -> Arguments:
    return _with(a_return(city), clause="ZJ-07")


@exemplar("reporting:master-difference")
def a_difference_of_masters(city: City) -> Arguments:
    return _with(a_return(city), one="ZJ-07", other="CZ-05")


def _with(found: Arguments, **more: object) -> Arguments:
    return {relation: arguments | more for relation, arguments in found.items()}


@exemplar(
    "bulletins:meeting",
    "bulletins:agenda-file",
    "bulletins:keep-minutes",
    "bulletins:minutes-file",
    "bulletins:minutes-apart",
    "bulletins:issue-minutes",
)
def a_meeting(city: City) -> Arguments:
    clerk, day = little_city.build(city).clerk, date(2020, 10, 31)
    done = meetings.convene(MeetingKind.WEEK, day, actor=clerk, today=day)
    taken = MinutesTaken("石泉县住建局要在11月20日前完成北苑小区进场施工。")
    meetings.keep_minutes(done.public_id, taken, seen=0, actor=clerk, today=day)
    return {ANY: {"public_id": done.public_id}, NONE: {"public_id": "x"}}


@exemplar("supervision:policy")
def a_policy(_city: City) -> Arguments:
    return {ANY: {"name": "national-overdue_ladder"}, NONE: {"name": "national-nothing"}}


@exemplar("supervision:body")
def a_body(_city: City) -> Arguments:
    return {ANY: {"clause": "ZZ-04"}, NONE: {"clause": "ZZ-99"}}


@exemplar("bulletins:close")
def a_month(_city: City) -> Arguments:
    return {ANY: {"month": Month(2020, 10)}}


@exemplar(
    "bulletins:studio",
    "bulletins:keep",
    "bulletins:recompose",
    "bulletins:issue",
    "bulletins:check",
    "bulletins:docx",
    "bulletins:annex",
    "bulletins:figures",
)
def a_paper(city: City) -> Arguments:
    clerk = little_city.build(city).clerk
    month = Month(2020, 10)
    with tempfile.TemporaryDirectory() as folder:
        closing.close(month, actor=clerk, at=datetime.now(UTC), snapshots=Path(folder))
    return {
        ANY: {"month": month, "template": Template.RED_HEAD},
        NONE: {"month": Month(2020, 11), "template": Template.RED_HEAD},
    }


def _posted(city: City) -> dict[str, tuple[int, int, int]]:
    """Post something in both counties; return earmark, county and voucher by relation."""
    little = open_book(city)
    numbers = {}
    for relation, county in ((OWN, city.shiquan), (SIBLING, city.hanbin)):
        done = little.book(MoneyStep.GRANT, 500, county=county)
        line = book_queries.voucher_of(done.id or 0)
        assert line is not None
        numbers[relation] = (little.earmark, county, line.id)
    return numbers | {NONE: (ABSENT, city.shiquan, ABSENT)}


@exemplar("funding:earmark")
def an_earmark(city: City) -> Arguments:
    return {
        relation: {"earmark_id": earmark, "county_id": county}
        for relation, (earmark, county, _) in _posted(city).items()
    }


@exemplar("funding:book-figure")
def a_figure_of_the_book(city: City) -> Arguments:
    return {
        relation: {"earmark_id": earmark, "county_id": county, "figure": "received"}
        for relation, (earmark, county, _) in _posted(city).items()
    }


@exemplar("funding:voucher", "funding:do-voucher")
def a_voucher(city: City) -> Arguments:
    return {
        relation: {"voucher_id": voucher} for relation, (_, _, voucher) in _posted(city).items()
    }


def _banked(city: City) -> dict[str, int]:
    """Enter a special account of both counties with a statement of October."""
    little = open_book(city)
    numbers = {}
    for relation, county in ((OWN, city.shiquan), (SIBLING, city.hanbin)):
        taking.open_account(county, "长安银行", f"{county}", actor=little.maker)
        (own,) = (one.id for one in bank_queries.accounts() if one.county_id == county)
        content = "日期,金额（元）,方向,余额（元）,流水号\n2020-10-09,5.00,收,5.00,1".encode()
        taking.take_statement(own, content, document="x.csv", actor=little.maker, today=BOOK_DAY)
        numbers[relation] = own
    return numbers | {NONE: ABSENT}


@exemplar(
    "funding:bank-account",
    "funding:take-statement",
    "funding:confirm-matches",
    "funding:undo-match",
)
def a_bank_account(city: City) -> Arguments:
    return {relation: {"account_id": own} for relation, own in _banked(city).items()}


@exemplar(
    "funding:batch",
    "funding:batch-file",
    "funding:confirm-batch",
    "funding:correct-batch",
    "funding:answer-batch",
)
def a_batch_of_applications(city: City) -> Arguments:
    numbers = {}
    for relation, county in ((OWN, city.shiquan), (SIBLING, city.hanbin)):
        grounds = BatchGrounds("旧改办〔2020〕1号", BOOK_DAY)
        with unit_of_work(verb="tests.apply", user_id=0, post_id=0) as act:
            numbers[relation] = batch_entries.batch(
                act, county_id=county, year=2020, mouth=Mouth.TREASURY, decider=Decider.PROVINCE
            )
            batch_entries.version(act, numbers[relation], 1, grounds, (), user_id=0)
    numbers |= {NONE: ABSENT}
    return {relation: {"batch_id": batch} for relation, batch in numbers.items()}


@exemplar(
    "funding:interest-list",
    "funding:interest-file",
    "funding:withdraw-interest",
    "funding:take-interest",
)
def a_published_list(city: City) -> Arguments:
    with unit_of_work(verb="tests.publish", user_id=0, post_id=0) as act:
        published = interest_entries.publish(
            act, year=2020, title="名单", on=BOOK_DAY, paper="一号", rows=(), user_id=0
        )
    return {ANY: {"list_id": published}, NONE: {"list_id": ABSENT}}  # every county reads it


@exemplar("funding:balance-sheet", "funding:balance-sheet-export")
def a_balance_sheet(city: City) -> Arguments:
    return {
        relation: {"account_id": own, "month": "2020-10"} for relation, own in _banked(city).items()
    }


@exemplar(
    "funding:plan",
    "funding:plan-compute",
    "funding:plan-pin",
    "funding:plan-stop",
    "funding:plan-propose",
    "funding:plan-decide",
)
def a_plan_put_forward(city: City) -> Arguments:
    return {ANY: {"number": _plan(city)[1]}, NONE: {"number": "x"}}


@exemplar("funding:plan-community")
def a_community_of_a_plan(city: City) -> Arguments:
    found, number = _plan(city)
    named = {OWN: "粮站家属院", SIBLING: "育才小区"}
    return {
        relation: {"number": number, "public_id": found.number_of(name)}
        for relation, name in named.items()
    } | {NONE: {"number": number, "public_id": "x"}}


def _plan(city: City) -> tuple[little_city.LittleCity, str]:
    """Weigh a plan and put it forward, so that the counties may read their part of it."""
    found = little_city.build(city)
    number = weighed.weigh(found)
    run = results.studio(number, actor=found.clerk).run
    assert run is not None
    adopting.put_forward(number, run.id, "报审", actor=found.clerk, today=weighed.DAY)
    return found, number
