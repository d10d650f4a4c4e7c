"""Grades of claimed starts and finishes (证据等级): counted anew at every horizon, never typed."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jiugai.domain.findings import Finding
from jiugai.domain.law import NATION, rules_in_force
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.supervision.capture import Shows
from jiugai.domain.supervision.grades import (
    Claim,
    Complaint,
    Grade,
    Graded,
    Trace,
    TraceKind,
    graded,
)
from jiugai.exchange.supervision_policy import grade_rules, trace_rules
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import Horizon, horizon, remembered
from jiugai.services.reporting.board import SiteStanding, board
from jiugai.services.supervision.evidence.taking import covers
from jiugai.storage.supervision import traces as entries
from jiugai.storage.supervision.traces import AlreadyWithdrawn, NoSuchTrace, TraceRow
from jiugai.storage.unit_of_work import AlreadyDone, unit_of_work

__all__ = [
    "COMPLAINT",
    "ENTERED",
    "AlreadyDone",
    "AlreadyWithdrawn",
    "CountyGrades",
    "NoSuchTrace",
    "TraceDraft",
    "county_grades",
    "grades_at",
    "record_trace",
    "site_grades",
    "withdraw_trace",
]

COMPLAINT = "complaint"
CLAIMS = (Step.START, Step.COMPLETION)
ENTERED = tuple(kind for kind in TraceKind if kind is not TraceKind.PHOTOS)
"""Traces that are entered by hand; photos are counted from the photos."""
_SHOWN = {
    Step.START: frozenset({Shows.START.value, Shows.WORKS.value}),
    Step.COMPLETION: frozenset({Shows.FINISH.value}),
}
_NOTHING = "没有写入任何数据。"


@dataclass(frozen=True, slots=True)
class CountyGrades:
    """How well one county's claims of one kind are proved (县区证据等级)."""

    county_id: int
    county: str
    claim: Step
    by_grade: Mapping[Grade, int]

    @property
    def total(self) -> int:
        return sum(self.by_grade.values())


@dataclass(frozen=True, slots=True)
class TraceDraft:
    """A trace, or a complaint, as it is entered (登记痕迹)."""

    site_id: int
    claim: Step
    kind: str
    on: date
    said: str


@dataclass(frozen=True, slots=True)
class _Known:
    """All traces of a city at a horizon, by site."""

    entered: Mapping[int, list[TraceRow]]
    paid: Mapping[int, entries.PaymentRow]
    photos: Mapping[int, list[entries.PhotoTally]]


@remembered
def grades_at(asked: Horizon) -> dict[int, tuple[Graded, ...]]:
    """Grade every claim of the city at a horizon, by site."""
    last_seq, on_day = asked.last_seq, asked.as_of
    entered: dict[int, list[TraceRow]] = defaultdict(list)
    for row in entries.traces(last_seq=last_seq, on_day=on_day):
        entered[row.site_id].append(row)
    photos: dict[int, list[entries.PhotoTally]] = defaultdict(list)
    for tally in entries.photo_tallies(last_seq=last_seq, on_day=on_day):
        photos[tally.site_id].append(tally)
    payments = entries.first_payments(last_seq=last_seq, on_day=on_day)
    known = _Known(entered, {row.project_id: row for row in payments}, photos)
    sites = board(asked).sites.values()
    return {site.site.id: tuple(_graded(site, known)) for site in sites}


def _graded(site: SiteStanding, known: _Known) -> Iterator[Graded]:
    for step in CLAIMS:
        found = site.steps.get(int(step))
        if found is None:
            continue
        claim = Claim(step, found.effective_on, found.post_id)
        rows = [row for row in known.entered.get(site.site.id, ()) if row.claim == int(step)]
        complaints = [
            Complaint(row.effective_on, row.said, row.post, row.id)
            for row in rows
            if row.kind == COMPLAINT
        ]
        yield graded(
            claim,
            [*_entered(rows), *_counted(site, step, known)],
            complaints,
            trace_rules=rules_in_force(trace_rules(), NATION, claim.on),
            grade_rules=rules_in_force(grade_rules(), NATION, claim.on),
        )


def _entered(rows: list[TraceRow]) -> Iterator[Trace]:
    for row in rows:
        if row.kind != COMPLAINT:
            kind = TraceKind(row.kind)
            yield Trace(kind, row.effective_on, row.said, row.post_id, row.post, id=row.id)


def _counted(site: SiteStanding, step: Step, known: _Known) -> Iterator[Trace]:
    paid = known.paid.get(site.site.project_id)
    if paid is not None:
        said = f"项目首笔付款{paid.amount_fen / 1_000_000:.2f}万元"
        yield Trace(TraceKind.PAYMENT, paid.effective_on, said, paid.post_id, paid.post)
    for tally in known.photos.get(site.site.id, ()):
        if tally.shows in _SHOWN[step]:
            said = f"{Shows(tally.shows).word}照片{tally.many}张"
            yield Trace(TraceKind.PHOTOS, tally.on, said, many=tally.many)


def site_grades(
    sites: tuple[SiteStanding, ...], asked: Horizon, *, actor: Actor
) -> tuple[tuple[SiteStanding, Graded], ...]:
    """Return the grades of some sites' claims, each with its site.

    :raises NotAllowed: if the actor may see no records.
    """
    require(actor, Power.SEE)
    found = grades_at(asked)
    return tuple((site, one) for site in sites for one in found.get(site.site.id, ()))


def county_grades(
    asked: Horizon, *, actor: Actor, year: int | None = None
) -> tuple[CountyGrades, ...]:
    """Count the grades of each county's claims within the actor's scope, by county and claim.

    :param year: of one cohort; None for all of them.
    :raises NotAllowed: if the actor may see no records.
    """
    require(actor, Power.SEE)
    city, found = board(asked), grades_at(asked)
    tally: dict[tuple[int, Step], Counter[Grade]] = defaultdict(Counter)
    for site in city.sites.values():
        if (year is None or year in site.years) and covers(actor.scope, city, site):
            for one in found.get(site.site.id, ()):
                tally[site.site.county_id, one.claim.step][one.grade] += 1
    return tuple(
        CountyGrades(county_id, city.county_name(county_id), step, by_grade)
        for (county_id, step), by_grade in sorted(tally.items())
    )


def record_trace(
    draft: TraceDraft, *, actor: Actor, today: date, key: UUID | None = None
) -> tuple[Finding, ...]:
    """Enter a trace or a complaint; return why it was not, if it was not.

    :raises NotAllowed: if the actor may not record facts.
    :raises NoSuchTrace: if there is no such site within the officer's scope.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.RECORD_FACT)
    city = board(horizon(today))
    site = city.sites.get(draft.site_id)
    if site is None or not covers(actor.scope, city, site):
        raise NoSuchTrace(draft.site_id)
    findings = tuple(_check(draft, site, today))
    if findings:
        return findings
    word = "投诉" if draft.kind == COMPLAINT else TraceKind(draft.kind).word
    with unit_of_work(
        verb="supervision.record_trace",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"{city.name_of(site)[0]} {draft.claim.word} {word}"[:128],
        key=key,
    ) as act:
        entries.enter(
            act,
            site_id=draft.site_id,
            claim=int(draft.claim),
            kind=draft.kind,
            on=draft.on,
            said=draft.said.strip()[:160],
        )
    return ()


def _check(draft: TraceDraft, site: SiteStanding, today: date) -> Iterator[Finding]:
    if draft.claim not in CLAIMS or int(draft.claim) not in site.steps:
        message = f"这个小区还没有报{draft.claim.word}，没有可以作证的事。{_NOTHING}"
        yield Finding("trace.nothing_claimed", message)
    if not draft.said.strip():
        message = f"没有写是什么，例如“开工令 石建〔2020〕12号”“301室住户电话确认”。{_NOTHING}"
        yield Finding("trace.nothing_said", message)
    if draft.on > today:
        message = f"日期{draft.on:%Y-%m-%d}还没有到，请写实际发生的日期。{_NOTHING}"
        yield Finding("trace.in_the_future", message)


def withdraw_trace(
    trace_id: int, *, reason: str, actor: Actor, today: date, key: UUID | None = None
) -> tuple[Finding, ...]:
    """Withdraw a trace, or end a complaint with what was found; the line stays, struck through.

    A complaint is not ended by the post that claimed what is complained of.

    :raises NotAllowed: if the actor may not record facts.
    :raises NoSuchTrace: if no such trace stands within the officer's scope.
    :raises AlreadyWithdrawn: if somebody did so meanwhile.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.RECORD_FACT)
    asked = horizon(today)
    city = board(asked)
    standing = entries.traces(last_seq=asked.last_seq, on_day=today)
    row = next((one for one in standing if one.id == trace_id), None)
    site = city.sites.get(row.site_id) if row else None
    if row is None or site is None or not covers(actor.scope, city, site):
        raise NoSuchTrace(trace_id)
    if not reason.strip():
        message = (
            "没有写理由；撤销要写明查到了什么，例如“已入户核实，外墙已做完”。没有写入任何数据。"
        )
        return (Finding("trace.no_reason", message),)
    claimed = site.steps.get(row.claim)
    if row.kind == COMPLAINT and claimed is not None and claimed.post_id == actor.post_id:
        message = f"投诉的就是本岗位所报的{Step(row.claim).word}，不能由本岗位了结。{_NOTHING}"
        return (Finding("trace.own_claim", message),)
    with unit_of_work(
        verb="supervision.withdraw_trace",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"{city.name_of(site)[0]} {row.said}"[:128],
        key=key,
    ) as act:
        entries.withdraw(act, row, reason=reason.strip())
    return ()
