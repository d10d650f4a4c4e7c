"""Cohorts in the words of the cockpit (批次卡片的写法), and the sentence that says the month."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from jiugai.domain.calendar import in_prose
from jiugai.domain.programme.cohorts import Phase, Stage
from jiugai.domain.programme.targets import Risk
from jiugai.domain.quantities import percent, round_half_up
from jiugai.domain.reporting.indicators import Basis
from jiugai.services.supervision.cockpit import CohortCard
from jiugai.web.reporting.wording import figure_url, ledger_url
from jiugai.web.templatetags.jiugai import figure

SHOWN = 3
SITES, PROJECTS = "个小区", "个项目"
"""What a card counts: what applied are projects, what is planned and done are communities."""
VERBS = {
    Phase.PLANNING: "开工",
    Phase.STARTING: "开工",
    Phase.FINISHING: "完工",
    Phase.FINISHED: "验收",
}
_RISK_SHAPE = {
    Risk.ON_TIME: "ok",
    Risk.AT_RISK: "warn",
    Risk.BEHIND: "bad",
    Risk.LOST: "lost",
    Risk.UNDATED: "idle",
}
_TONES = {
    Stage.HANDED_OVER: "5",
    Stage.SETTLED: "5",
    Stage.ACCEPTED: "5",
    Stage.COMPLETED: "4",
    Stage.UNDER_WORKS: "3",
    Stage.TENDERED: "2",
    Stage.PREPARED: "1",
    Stage.APPROVED: "0",
    Stage.APPLIED: "0",
    Stage.RESERVED: "0",
    Stage.NOT_ENTERED: "0",
    Stage.EXITED: "gap",
}


def standing(cards: Sequence[CohortCard]) -> list[CohortCard]:
    """Return the cohorts that there is anything to say of."""
    return [card for card in cards if card.bar.sites or card.applied]


def main_card(cards: Sequence[CohortCard]) -> CohortCard | None:
    """Return the cohort that the month is about: the oldest that still has to start, or finish."""
    for phase in (Phase.STARTING, Phase.FINISHING, Phase.PLANNING, Phase.FINISHED):
        found = [card for card in cards if card.phase is phase]
        if found:
            return found[0] if phase is not Phase.FINISHED else found[-1]
    return None


def shown(cards: Sequence[CohortCard]) -> tuple[list[CohortCard], list[CohortCard]]:
    """Return the cohorts with a card of their own, and the finished ones that need only a line."""
    going = [card for card in cards if card.phase is not Phase.FINISHED]
    done = [card for card in cards if card.phase is Phase.FINISHED]
    room = max(SHOWN - len(going), 0)
    kept = done[len(done) - room :] if room else []
    with_card = sorted([*going, *kept], key=lambda card: card.year)
    return with_card, [card for card in done if card not in kept]


def card_context(card: CohortCard, today: date, *, is_main: bool) -> dict[str, Any]:
    """Return one cohort for the page."""
    kind, word = "idle", "未定"
    if card.risk is not None:
        kind, word = _RISK_SHAPE[card.risk.risk], card.risk.risk.word
    elif card.phase is Phase.FINISHED:
        kind, word = "ok", "已收官"
    return {
        "year": card.year,
        "aim": _aim(card, today),
        "status": (kind, word),
        "main": is_main,
        "rate": _rate(card, is_main=is_main),
        "phase": {
            "stages": _stages(card),
            "total": card.bar.sites,
            "unit": SITES,
            "what": "各阶段小区数",
        },
        "applied": _applied(card),
        "counties_url": f"/?year={card.year}&measure={card.measure}#counties",
    }


def _aim(card: CohortCard, today: date) -> str:
    verb = VERBS[card.phase]
    if card.phase is Phase.PLANNING:
        return "谋划：已申报，待批复"
    if card.phase is Phase.FINISHED:
        return "已收官：等待验收" if (card.rate.value or 0) < 1 else "已收官：全部验收"
    due = card.target.due_on if card.target else None
    if due is None:
        return f"{card.phase.word}：全部{verb}"
    year_end = due.month == 12 and due.day == 31
    when = "年底" if year_end and due.year == today.year else in_prose(due)
    return f"{card.phase.word}：{when}前全部{verb}"


def _rate(card: CohortCard, *, is_main: bool) -> dict[str, Any]:
    target = card.target
    due: dict[str, Any] = (
        {"due_on": target.due_on, "days_left": card.pace.days}
        if target and target.due_on and card.pace.days is not None
        else {"due_missing": "文件未写期限" if target else "没有录入目标任务"}
    )
    due |= {"pace": _pace(card), "hero": is_main}
    if card.rate.value is None:
        return _without_plan(card) | due
    url = figure_url(card.measure, Basis.COMMUNITIES, card.year)
    verb = VERBS[card.phase]
    return {
        "share": card.rate.value,
        "url": url,
        "spoken": f"{card.year}年批次{verb}率{percent(card.rate.value)}，打开计算过程",
        "numerator": {"label": verb, "count": card.rate.numerator, "url": url},
        "denominator": {"label": "批复", "count": card.rate.denominator, "url": url},
        "unit": SITES,
        "change": card.change,
        "change_url": url,
        "due_url": url,
        **due,
    }


def _without_plan(card: CohortCard) -> dict[str, Any]:
    """Tell of a cohort without a plan: what is applied for stands where a rate would."""
    url = ledger_url(cohort=card.year)
    approved = ledger_url(cohort=card.year, stage=Stage.APPROVED.name)
    return {
        "count": card.applied,
        "unit": PROJECTS,
        "url": url,
        "spoken": f"{card.year}年批次申报{card.applied}个项目，打开台账",
        "numerator": {"label": "批复", "count": card.approved, "url": approved},
        "denominator": {"label": "申报", "count": card.applied, "url": url},
        "change": None,
    }


def _pace(card: CohortCard) -> str | SafeString:
    """Say what the deadline asks for a week, and what was done; the trace shows the sums."""
    verb, url = VERBS[card.phase], figure_url(card.measure, Basis.COMMUNITIES, card.year)
    left = figure(card.pace.left, url)
    if card.rate.value is None:
        return f"还没有批复计划，{verb}率没有分母，为未定"
    if card.pace.left == 0:
        return f"已全部{verb}"
    recent = "" if card.recent is None else round_half_up(card.recent, 1)
    lately = (
        format_html("，近 {} 周为 <b>{}</b> 个", card.weeks, figure(recent, url))
        if recent != ""
        else SafeString("")
    )
    if card.pace.per_week is not None:
        needed = round_half_up(card.pace.per_week, 1)
        return format_html("按期须每周{} <b>{}</b> 个{}", verb, figure(needed, url), lately)
    if card.pace.days is not None and card.pace.days < 0:
        return format_html("期限已过，还有 <b>{}</b> 个没有{}{}", left, verb, lately)
    if card.pace.days == 0:
        return format_html("今天到期，还有 <b>{}</b> 个没有{}{}", left, verb, lately)
    return format_html("还有 <b>{}</b> 个没有{}{}", left, verb, lately)


def _stages(card: CohortCard) -> list[dict[str, Any]]:
    plan = "1" if card.approved else ""
    return [
        {
            "label": segment.stage.word,
            "count": segment.sites,
            "tone": _TONES[segment.stage],
            "url": ledger_url(cohort=card.year, plan=plan, stage=segment.stage.name),
        }
        for segment in card.bar.segments
    ]


def _applied(card: CohortCard) -> dict[str, Any] | None:
    """Return how many applied, where it is not what the card counts."""
    if card.rate.value is None:
        if card.communities == card.applied:
            return None
        return {
            "label": "涉及",
            "count": card.communities,
            "unit": SITES,
            "url": ledger_url(cohort=card.year),
        }
    if card.applied == card.approved:
        return None
    return {
        "label": "申报",
        "count": card.applied,
        "unit": PROJECTS,
        "url": ledger_url(cohort=card.year),
    }


def lead(
    card: CohortCard | None, communities: int, households: int, *, place: str = ""
) -> SafeString:
    """Say the month in one sentence.

    :param place: whose month it is, where that is not the whole city.
    """
    register = format_html(
        "台账共 <b>{}</b> 个小区、<b>{}</b> 户",
        figure(communities, ledger_url()),
        f"{households:,}",
    )
    if card is None:
        return format_html("{}。", register) if communities else SafeString("")
    verb = VERBS[card.phase]
    if card.rate.value is None:
        return format_html(
            "{}{} 年申报 <b>{}</b> 个项目，还没有批复；{}。",
            f"{place} " if place else "",
            card.year,
            figure(card.applied, ledger_url(cohort=card.year)),
            register,
        )
    url = figure_url(card.measure, Basis.COMMUNITIES, card.year)
    return format_html(
        "{}{} 年批复 <b>{}</b> 个，{} <b>{}</b> 个，{}率 <b>{}</b>；{}",
        f"{place} " if place else "",
        card.year,
        figure(card.rate.denominator, url),
        verb,
        figure(card.rate.numerator, url),
        verb,
        figure(percent(card.rate.value), url),
        _to_come(card, verb),
    )


def _to_come(card: CohortCard, verb: str) -> SafeString:
    days = card.pace.days
    if card.pace.left == 0:
        return format_html("已全部{}。", verb)
    url = figure_url(card.measure, Basis.COMMUNITIES, card.year)
    left = figure(card.pace.left, url)
    if card.target is None or card.target.due_on is None or days is None:
        return format_html("还有 <b>{}</b> 个没有{}，期限未定。", left, verb)
    due = in_prose(card.target.due_on)
    if days < 0:
        return format_html(
            "{}的期限已过 <b>{}</b> 天，还有 <b>{}</b> 个没有{}。",
            due,
            figure(-days, url),
            left,
            verb,
        )
    if days == 0:
        return format_html("今天到期，还有 <b>{}</b> 个没有{}。", left, verb)
    asked = "须在{}前全部{}，还有 <b>{}</b> 天、<b>{}</b> 个。"
    return format_html(asked, due, verb, figure(days, url), left)
