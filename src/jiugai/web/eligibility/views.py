"""Screens of eligibility (认定): verdicts with reasons, what-if, the four types, areas."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jiugai.domain.scheme.areas import AreaProposal
from jiugai.services import eligibility
from jiugai.services.accounts import city_called, city_served
from jiugai.services.actor import Power
from jiugai.services.facts import Horizon
from jiugai.services.reporting.board import Board, board
from jiugai.services.scheme import classifying
from jiugai.storage.registry.queries import Card
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.eligibility import narrowing, type_words, verdict_words, what_if_words
from jiugai.web.eligibility.forms import CutoffForm
from jiugai.web.registry.views import counties_seen

PAGE = 50
AREAS_PAGE = 20


@access("eligibility.verdicts", Power.SEE)
def verdicts(request: HttpRequest) -> HttpResponse:
    """List what was decided of each community, by which clause and why (认定结论)."""
    horizon, actor = desk.horizon_of(request), desk.actor_of(request)
    every = eligibility.verdicts(horizon, actor=actor)
    narrowed = narrowing.read(request.GET, dict(verdict_words.OUTCOME_KINDS))
    found = [
        line
        for line in every
        if narrowed.admits(line.card) and narrowed.kind in ("", verdict_words.kind_of_verdict(line))
    ]
    shown, pager = narrowing.paged(found, narrowed, size=PAGE, noun="个")
    context: dict[str, Any] = {
        "views": verdict_words.tabs("verdicts"),
        "counts": verdict_words.counts(
            verdict_words.OUTCOME_KINDS,
            Counter(verdict_words.kind_of_verdict(line) for line in every),
            verdict_words.shape_of_outcome,
            lambda kind: narrowed.url(kind=kind),
            narrowed.kind,
        ),
        "filter": narrowing.filter_bar(
            narrowed,
            action="/eligibility/",
            target="#verdicts",
            counties=counties_seen(request),
            kinds=("结论", verdict_words.OUTCOME_KINDS),
            found=f"{len(found):,} 个小区",
        ),
        "table": verdict_words.verdict_table(
            shown, board(horizon).county_name, eligibility.unverified_clauses()
        ),
        "pager": pager,
    }
    if "HX-Request" in request.headers:
        return render(request, "eligibility/verdicts.html#verdicts", context)
    context |= _rules(horizon) | {"waiting": _waiting(request, eligibility.undecided)}
    return render(request, "eligibility/verdicts.html", context)


def _rules(horizon: Horizon) -> dict[str, Any]:
    rules = eligibility.rules_in_use(_city_code(horizon), horizon.as_of)
    return _told(verdict_words.rule_rows(rules))


def _told(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"rules": rows, "unverified_rules": sum(not row["verified"] for row in rows)}


def _waiting(request: HttpRequest, count: Callable[..., int]) -> int | None:
    """Return how many an act would decide; None where it is not this officer's, or not now."""
    actor = desk.actor_of(request)
    if Power.DECIDE_ELIGIBILITY not in actor.powers or not desk.horizon_of(request).is_now:
        return None
    return count(actor=actor, today=desk.default_as_of())


def _city_code(horizon: Horizon) -> str:
    city = city_called(horizon)
    return city.code if city else ""


@access("eligibility.decide", Power.DECIDE_ELIGIBILITY, writes=True)
def decide(request: HttpRequest) -> HttpResponse:
    """Decide every community that has no verdict yet; doing it twice changes nothing (认定)."""
    done = eligibility.decide_all(actor=desk.actor_of(request), today=desk.default_as_of())
    decided = sum(done.outcomes.values())
    if decided:
        words = verdict_words.OUTCOME_WORDS
        parts = "、".join(f"{words[kind]} {many:,} 个" for kind, many in done.outcomes.items())
        desk.say(
            request,
            f"已认定 {decided:,} 个：{parts}。另有 {done.unchanged:,} 个早有结论，没有改动。",
        )
    else:
        desk.say(
            request,
            f"{done.unchanged:,} 个小区都已有结论，没有改动任何数据。",
            kind="info",
        )
    return redirect("eligibility:verdicts")


@access("eligibility.what_if", Power.SEE)
def what_if(request: HttpRequest) -> HttpResponse:
    """Say how many more would come in if the cut-off moved; nothing is written (年限试算)."""
    horizon, actor = desk.horizon_of(request), desk.actor_of(request)
    form = CutoffForm(request.GET if "built_by" in request.GET else None)
    context: dict[str, Any] = {"views": verdict_words.tabs("what-if"), "form": form}
    status = 200
    if form.is_bound:
        if form.is_valid():
            found = eligibility.if_cutoff_moved(
                horizon, built_by=form.cleaned_data["built_by"], actor=actor
            )
            city = board(horizon)
            context["found"] = what_if_words.what_if_context(
                found, _by_public_id(city), city.county_name
            )
        else:
            status = 422
    context |= _rules(horizon)
    return render(request, "eligibility/what_if.html", context, status=status)


def _by_public_id(city: Board) -> dict[str, Card]:
    return {card.public_id: card for card in city.cards.values()}


@access("eligibility.types", Power.SEE)
def types(request: HttpRequest) -> HttpResponse:
    """List which of the four types each community is, and why (四类改造)."""
    horizon, actor = desk.horizon_of(request), desk.actor_of(request)
    every = classifying.types(horizon, actor=actor)
    narrowed = narrowing.read(request.GET, dict(type_words.TYPE_KINDS))
    found = [
        line
        for line in every
        if narrowed.admits(line.card) and narrowed.kind in ("", type_words.kind_of_type(line))
    ]
    shown, pager = narrowing.paged(found, narrowed, size=PAGE, noun="个")
    context: dict[str, Any] = {
        "views": verdict_words.tabs("types"),
        "counts": verdict_words.counts(
            type_words.TYPE_KINDS,
            Counter(type_words.kind_of_type(line) for line in every),
            type_words.shape_of_type,
            lambda kind: narrowed.url(kind=kind),
            narrowed.kind,
        ),
        "filter": narrowing.filter_bar(
            narrowed,
            action="/eligibility/types/",
            target="#types",
            counties=counties_seen(request),
            kinds=("类型", type_words.TYPE_KINDS),
            found=f"{len(found):,} 个小区",
        ),
        "table": type_words.type_table(shown, board(horizon).county_name),
        "pager": pager,
    }
    if "HX-Request" in request.headers:
        return render(request, "eligibility/types.html#types", context)
    context |= _told(_thresholds(horizon))
    context["waiting"] = _waiting(request, classifying.unclassified)
    return render(request, "eligibility/types.html", context)


def _thresholds(horizon: Horizon) -> list[dict[str, Any]]:
    try:
        return type_words.threshold_rows(
            *classifying.thresholds_on(_city_code(horizon), horizon.as_of)
        )
    except classifying.NoRuleInForce:
        return []


@access("eligibility.classify", Power.DECIDE_ELIGIBILITY, writes=True)
def classify(request: HttpRequest) -> HttpResponse:
    """Classify every community that has no type yet; doing it twice changes nothing (分类)."""
    today = desk.default_as_of()
    city = city_served(day=today)
    try:
        counts = classifying.classify_all(
            actor=desk.actor_of(request), city_code=city.code if city else "", today=today
        )
    except classifying.NoRuleInForce as refusal:
        desk.say(request, str(refusal), kind="bad")
        return redirect("eligibility:types")
    done = sum(counts.values())
    if done:
        words = dict(type_words.TYPE_KINDS)
        parts = "、".join(
            f"{words[kind or type_words.UNCLEAR]} {many:,} 个" for kind, many in counts.items()
        )
        desk.say(request, f"已分类 {done:,} 个：{parts}。")
    else:
        desk.say(request, "所有小区都已分类，没有改动任何数据。", kind="info")
    return redirect("eligibility:types")


@access("eligibility.areas", Power.SEE)
def areas(request: HttpRequest) -> HttpResponse:
    """List which small adjoining communities could be renovated as one (连片建议)."""
    horizon, actor = desk.horizon_of(request), desk.actor_of(request)
    city = board(horizon)
    cards = _by_public_id(city)
    try:
        every = classifying.areas_seen(horizon, _city_code(horizon), actor=actor)
    except classifying.NoRuleInForce:
        every = ()
    narrowed = narrowing.read(request.GET, dict(type_words.AREA_KINDS))

    def admits(proposal: AreaProposal) -> bool:
        if narrowed.kind not in ("", type_words.kind_of_area(proposal)):
            return False
        return any(narrowed.admits(cards[member.key]) for member in proposal.members)

    found = [proposal for proposal in every if admits(proposal)]
    shown, pager = narrowing.paged(found, narrowed, size=AREAS_PAGE, noun="片")
    context: dict[str, Any] = {
        "views": verdict_words.tabs("areas"),
        "filter": narrowing.filter_bar(
            narrowed,
            action="/eligibility/areas/",
            target="#areas",
            counties=counties_seen(request),
            kinds=("依据", type_words.AREA_KINDS),
            found=type_words.areas_found(found),
        ),
        "proposals": [
            type_words.area_context(
                proposal, cards, city.county_name(cards[proposal.members[0].key].county_id)
            )
            for proposal in shown
        ],
        "any": bool(every),
        "pager": pager,
    }
    context |= _told(_thresholds(horizon)[1:])
    fragment = "#areas" if "HX-Request" in request.headers else ""
    return render(request, f"eligibility/areas.html{fragment}", context)
