"""Rewards and cuts for next year, drawn up and decided (奖惩)."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jiugai.domain.calendar import Month
from jiugai.domain.supervision.rewards import RewardRuling
from jiugai.services.actor import Power
from jiugai.services.supervision import rewards as reward_desk
from jiugai.services.supervision.reward_export import rewards_workbook
from jiugai.services.supervision.rewards import Decided, RewardsDone, RewardsPage
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.registry.forms import Keyed
from jiugai.web.registry.views import workbook
from jiugai.web.supervision import reward_words
from jiugai.web.supervision.carrying_out import carried_out
from jiugai.web.supervision.reward_forms import DecisionForm, DrawUpForm


def load_rewards(request: HttpRequest, month: Month) -> RewardsPage:
    """Load what a month's released ranking means for next year."""
    actor, today = desk.actor_of(request), desk.default_as_of()
    return reward_desk.rewards_of(month, actor=actor, today=today)


@access("supervision.rewards", Power.SEE, load=load_rewards)
def rewards(request: HttpRequest, found: RewardsPage) -> HttpResponse:
    """Show what is proposed and decided for next year (奖惩建议)."""
    return _page(request, found)


@access("supervision.rewards_export", Power.SEE, load=load_rewards)
def export(request: HttpRequest, found: RewardsPage) -> HttpResponse:  # noqa: ARG001  Django's signature
    """Download what is proposed and decided as a workbook (导出)."""
    return workbook(rewards_workbook(found), f"{found.month.in_prose}排名奖惩建议.xlsx")


@access("supervision.propose_rewards", Power.MANAGE_PROGRAMME, writes=True, load=load_rewards)
def draw_up(request: HttpRequest, found: RewardsPage) -> HttpResponse:
    """Draw up what the rules propose (拟定)."""
    form = DrawUpForm(request.POST)

    def act(said: dict[str, Any]) -> RewardsDone:
        return reward_desk.draw_up(
            found.month,
            seen=said["seen"],
            actor=desk.actor_of(request),
            today=desk.default_as_of(),
            key=said["key"],
        )

    return _done(request, found, form, act, "奖惩建议已拟定，等负责人逐条决定；有关县区看得到。")


@access("supervision.decide_reward", Power.ISSUE_PAPER, writes=True, load=load_rewards)
def decide(request: HttpRequest, found: RewardsPage) -> HttpResponse:
    """Take the decision on one proposal (决定)."""
    form = DecisionForm(request.POST)

    def act(said: dict[str, Any]) -> RewardsDone:
        decided = Decided(
            RewardRuling(said["ruling"]), said["paper"], said["words"], said["plan"], said["money"]
        )
        return reward_desk.decide(
            found.month,
            said["proposal"],
            decided,
            actor=desk.actor_of(request),
            today=desk.default_as_of(),
            key=said["key"],
        )

    return _done(request, found, form, act, "已决定，有关县区看得到，决定不能改。")


def _done(
    request: HttpRequest,
    found: RewardsPage,
    form: Keyed,
    act: Callable[[dict[str, Any]], RewardsDone],
    sentence: str,
) -> HttpResponse:
    return carried_out(
        request,
        form,
        act,
        sentence,
        again=lambda: _page(request, found, form),
        onward=lambda: redirect("supervision:rewards", month=found.month),
        meanwhile=(reward_desk.DecidedMeanwhile, reward_desk.AlreadyDone),
    )


def _page(request: HttpRequest, found: RewardsPage, refused: Keyed | None = None) -> HttpResponse:
    context = reward_words.page_context(found, refused)
    status = 200 if refused is None else 422
    return render(request, "supervision/rewards.html", context, status=status)
