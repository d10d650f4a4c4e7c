"""Leaving a post to a deputy, taking one, and taking it back (代办, AB角)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jiugai.domain.delegation import Absence
from jiugai.services import accounts
from jiugai.services.accounts.delegating import Wanted
from jiugai.services.actor import Power
from jiugai.storage.accounts.delegation_queries import DelegationRow
from jiugai.web import desk
from jiugai.web.access import SIGNED_IN, access
from jiugai.web.accounts import presenters
from jiugai.web.accounts.forms import DelegationForm, EndDelegationForm, KeyedForm


@access("accounts.delegations", SIGNED_IN)
def overview(request: HttpRequest) -> HttpResponse:
    """Show whose post one takes, who takes one's own, and a form to name a deputy (代办)."""
    return _overview(request)


def _overview(
    request: HttpRequest, *, form: DelegationForm | None = None, refusal: str = ""
) -> HttpResponse:
    today, user_id = desk.today(), request.user.pk or 0
    actor = desk.desk_of(request).actor
    mine = accounts.my_delegations(user_id=user_id, today=today)
    others: tuple[DelegationRow, ...] = ()
    if actor is not None and Power.MANAGE_ACCOUNTS in actor.powers:
        others = accounts.all_delegations(actor=actor, today=today)
    page: dict[str, Any] = {
        "mine": presenters.delegations(mine.rows, user_id=user_id, today=today),
        "others": presenters.delegations(others, user_id=user_id, today=today),
        "sees_all": actor is not None and Power.MANAGE_ACCOUNTS in actor.powers,
        "withheld": mine.withheld,
        "has_posts": bool(mine.posts),
        "has_colleagues": any(mine.colleagues.values()),
        "form": form or DelegationForm(mine=mine, today=today),
        "once": KeyedForm(),
        "refusal": refusal,
    }
    wrong = refusal or (form is not None and form.errors)
    return render(request, "accounts/delegations.html", page, status=422 if wrong else 200)


@access("accounts.delegate", SIGNED_IN, writes=True)
def name(request: HttpRequest) -> HttpResponse:
    """Name a deputy for one of one's own posts (委托代办)."""
    today = desk.today()
    mine = accounts.my_delegations(user_id=request.user.pk or 0, today=today)
    form = DelegationForm(request.POST, mine=mine, today=today)
    if form.is_valid():
        given = form.cleaned_data
        wanted = Wanted(
            post_id=int(given["post"]),
            deputy_id=int(given["deputy"]),
            first_day=given["first_day"],
            last_day=given["last_day"],
            absence=Absence(given["absence"]),
            words=given["words"],
        )
        try:
            accounts.delegate(wanted, actor=desk.actor_of(request), today=today, key=given["key"])
        except accounts.Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            desk.say(request, "已委托。到了那天，对方在右上角就能换到这个岗位。")
            return redirect("accounts:delegations")
    return _overview(request, form=form)


@access("accounts.end_delegation", SIGNED_IN, writes=True)
def end(request: HttpRequest) -> HttpResponse:
    """End a delegation today (结束代办)."""
    form = EndDelegationForm(request.POST)
    if not form.is_valid():
        return _overview(request, refusal="没有读懂要结束哪一次代办，请从列表里选。")
    try:
        row = accounts.end_delegation(
            form.cleaned_data["delegation"],
            actor=desk.actor_of(request),
            today=desk.today(),
            key=form.cleaned_data["key"],
        )
    except accounts.Refusal as refusal:
        return _overview(request, refusal=str(refusal))
    desk.say(request, f"“{row.post}”的代办已结束，代办人的下一次点击就不再有这个岗位。")
    return redirect("accounts:delegations")
