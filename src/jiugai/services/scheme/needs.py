"""What a community lacks or was promised (改造需求): entered, and withdrawn with a reason."""

from datetime import date
from uuid import UUID

from jiugai.domain.findings import Finding
from jiugai.domain.scheme.needs import Need
from jiugai.exchange.policy_files import scope_items
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import Horizon
from jiugai.services.scheme.bills import scheme_of
from jiugai.storage.registry import queries as registry
from jiugai.storage.scheme import entries
from jiugai.storage.scheme.entries import EnteredMeanwhile
from jiugai.storage.unit_of_work import AlreadyDone, unit_of_work

__all__ = ["AlreadyDone", "EnteredMeanwhile", "NoSuchNeed", "enter_need", "withdraw_need"]


class NoSuchNeed(LookupError):
    """The community has no such need that stands."""


def enter_need(
    public_id: str,
    need: Need,
    *,
    actor: Actor,
    today: date,
    on: date | None = None,
    key: UUID | None = None,
) -> tuple[Finding, ...]:
    """Enter what a community lacks or was promised; return what refuses it (登记需求).

    :raises NotAllowed: if the actor may not record facts.
    :raises NoSuchCommunity: if there is none in the actor's scope.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.RECORD_FACT)
    community_id = registry.community_id(public_id, scope=actor.scope)
    found_on = on or today
    if need.item not in {item.clause for item in scope_items()}:
        message = f"“{need.item}”不在改造内容目录里；请从目录里选一项。没有写入任何数据。"
        return (Finding("scheme.need_unknown_item", message),)
    if found_on > today:
        message = f"发现日期 {found_on} 在今天以后；请写发现的那一天。没有写入任何数据。"
        return (Finding("scheme.need_in_future", message),)
    with unit_of_work(
        verb="scheme.enter_need",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"{public_id} {need.item}",
        key=key,
    ) as act:
        entries.need(act, community_id=community_id, need=need, effective_on=found_on)
    return ()


def withdraw_need(
    public_id: str,
    need_id: int,
    reason: str,
    asked: Horizon,
    *,
    actor: Actor,
    key: UUID | None = None,
) -> tuple[Finding, ...]:
    """Enter that a need is no more, or never was, with the reason (撤销需求).

    :raises NotAllowed: if the actor may not record facts.
    :raises NoSuchCommunity: if there is none in the actor's scope.
    :raises NoSuchNeed: if the community has no such need that stands.
    :raises EnteredMeanwhile: if it was withdrawn a moment ago.
    """
    require(actor, Power.RECORD_FACT)
    page = scheme_of(public_id, asked, actor=actor)
    row = next((one for one in page.needs if one.id == need_id), None)
    if row is None:
        raise NoSuchNeed(need_id)
    if not reason.strip():
        message = "撤销需求要写理由，例如“复查不漏水”。没有写入任何数据。"
        return (Finding("scheme.need_no_reason", message),)
    with unit_of_work(
        verb="scheme.withdraw_need",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"{public_id} {row.need.item}",
        key=key,
    ) as act:
        entries.withdraw_need(
            act,
            need_id=row.id,
            community_id=row.community_id,
            need=row.need,
            effective_on=asked.as_of,
            reason=reason.strip(),
        )
    return ()
