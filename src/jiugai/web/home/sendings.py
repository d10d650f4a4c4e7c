"""What was sent out of the house, and what came of it (外发回执)."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from jiugai.domain.messages import Outcome, SendingState
from jiugai.services.actor import Power
from jiugai.services.messages import receipts
from jiugai.services.messages.receipts import BatchRow, SentOut, Standing
from jiugai.web import desk
from jiugai.web.access import access

_KINDS = {
    SendingState.WAITING: "warn",
    SendingState.SENT: "ok",
    SendingState.GIVEN_UP: "bad",
    SendingState.BEGUN: "idle",
}
_LONGEST = 19
"""Digits of the greatest number that the database can hold."""


@access("home.sendings", Power.SEE_SENDINGS)
def sendings(request: HttpRequest) -> HttpResponse:
    """List what went out by e-mail and robots, with receipts, and what still waits (外发回执)."""
    asked = request.GET.get("state", "")
    state = next((one for one in SendingState if one.value == asked), None)
    page = request.GET.get("before", "")
    before = int(page) if page.isascii() and page.isdigit() and len(page) < _LONGEST else None
    found = receipts.sent_out(
        settings.CHANNELS_FILE,
        actor=desk.actor_of(request),
        now=timezone.localtime(desk.now()),
        state=state,
        before=before,
    )
    return render(request, "home/sendings.html", _context(found, state, before))


def _context(found: SentOut, state: SendingState | None, before: int | None) -> dict[str, Any]:
    last = found.batches[-1].id if found.batches else 0
    return {
        "found": found,
        "standings": [_channel(one) for one in found.standings],
        "lines": [_line(one) for one in found.batches],
        "switch": {"label": "状态", "options": _options(found, state)},
        "older_url": _url(state, last) if found.has_older else "",
        "newest_url": _url(state) if before is not None else "",
        "empty": _empty(found, state),
    }


def _options(found: SentOut, state: SendingState | None) -> list[dict[str, Any]]:
    whole = {
        "label": "全部",
        "url": _url(None),
        "current": state is None,
        "count": sum(found.counts.values()),
    }
    return [
        whole,
        *(
            {
                "label": one.word,
                "url": _url(one),
                "current": one is state,
                "count": found.counts.get(one, 0),
            }
            for one in SendingState
        ),
    ]


def _url(state: SendingState | None, before: int | None = None) -> str:
    asked = {"state": state and state.value, "before": before}
    said = urlencode({name: value for name, value in asked.items() if value is not None})
    return f"{reverse('home:sendings')}?{said}" if said else reverse("home:sendings")


def _empty(found: SentOut, state: SendingState | None) -> dict[str, str]:
    if state is not None:
        return {
            "title": f"没有“{state.word}”的外发",
            "text": "换一个状态看看，或看全部。",
        }
    if found.standings:
        return {"title": "还没有外发过", "text": "通道启用以后，一有新消息，一分钟内就发出去。"}
    return {
        "title": "没有开通外发",
        "text": "消息都在各岗位的收件箱里，不外发也不会丢。要发到企业微信、钉钉群或邮箱的，"
        "由机器的管理人写 channels.toml，写法见运行手册“消息外发”。",
    }


def _channel(one: Standing) -> dict[str, Any]:
    return {
        "name": one.name,
        "kind": one.kind,
        "account": one.account,
        "posts": one.posts,
        "mark": _mark(one),
        "sentence": _standing(one),
    }


def _mark(one: Standing) -> tuple[str, str]:
    if not one.is_named:
        return "idle", "已撤下"
    if not one.posts:
        return "bad", "不能外发"
    if one.last is None:
        return "run", "待启用"
    waits = one.last.state is SendingState.WAITING
    return ("warn", "有待发") if waits else ("ok", "没有待发")


def _standing(one: Standing) -> str:
    if not one.is_named:
        waits = one.last is not None and one.last.state is SendingState.WAITING
        left = f"撤下时有 {one.last.count} 条没有发出，" if one.last and waits else ""
        return f"{left}通道已从 channels.toml 撤下，不再外发。"
    if not one.posts:
        return f"账号“{one.account}”不在册、已停用或没有看得到消息的岗位，这个通道什么也不外发。"
    if one.last is None:
        return "后台还没有来过；它每分钟来一次，来过一次才启用，只外发启用以后的消息。"
    if one.last.state is SendingState.WAITING and one.next_at is not None:
        return (
            f"{one.last.count} 条等着发，{timezone.localtime(one.next_at):%m-%d %H:%M} 以后再试。"
        )
    return f"登记第 {one.last.to_seq} 号以前的都已告知或放弃，新的一分钟内发出。"


def _line(batch: BatchRow) -> dict[str, Any]:
    return {
        "last_at": batch.last_at,
        "first_at": batch.first_at if len(batch.tries) > 1 else None,
        "channel": batch.channel,
        "kind": receipts.word_of(batch.kind),
        "post": batch.post or f"账号 {batch.account}",
        "what": _what(batch),
        "tries": len(batch.tries),
        "mark": (_KINDS[batch.state], batch.state.word),
        "sentence": _sentence(batch),
    }


def _what(batch: BatchRow) -> str:
    if batch.state is SendingState.BEGUN:
        return f"从登记第 {batch.to_seq} 号以后开始"
    settled = "" if batch.state is SendingState.WAITING else f"，到登记第 {batch.to_seq} 号"
    return f"{batch.count} 条消息{settled}"


def _sentence(batch: BatchRow) -> str:
    said = f"“{batch.words}”" if batch.words else "没有说明原因"
    if batch.state is SendingState.BEGUN:
        return "通道启用，只外发这以后的消息。"
    if batch.state is SendingState.SENT:
        return f"对方已收下，答复“{batch.words}”。" if batch.words else "已交给邮件服务器。"
    if batch.state is SendingState.GIVEN_UP:
        return f"连续没有发出，已放弃，收件箱里还有。最后一次的原因：{said}。"
    if batch.tries[0] is Outcome.TOO_FAST:
        return f"对方说发得太快，先停一停再试：{said}。"
    return f"没有发出，还会再试。原因：{said}。"
