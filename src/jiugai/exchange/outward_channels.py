"""Ways out of the house (外发通道): the file that names them, and the robots of two makers.

企业微信 and 钉钉 take the same JSON and answer with a code and a sentence. Their limits are those of
their makers' handbooks: twenty calls a minute each; 钉钉 shuts a robot for ten minutes that is called
more often.
"""

import base64
import hashlib
import hmac
import http.client
import json
import tomllib
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus, urlsplit

from jiugai.domain.messages import Outcome, Pace

_PATIENCE = 10  # seconds
_MOST_BYTES = 65_536
_TOO_FAST = {45009, 130101}
"""Codes with which 企业微信 and 钉钉 say that they were called too often."""


class ChannelKind(Enum):
    """Kinds of way out (外发方式); the values stand in the file."""

    WECOM = "wecom"
    DINGTALK = "dingtalk"
    MAIL = "mail"

    @property
    def pace(self) -> Pace:
        return _PACES[self]

    @property
    def word(self) -> str:
        return _WORDS[self]


_WORDS = {
    ChannelKind.WECOM: "企业微信群机器人",
    ChannelKind.DINGTALK: "钉钉群机器人",
    ChannelKind.MAIL: "电子邮件",
}

_PACES = {
    ChannelKind.WECOM: Pace(20, 2_048, timedelta(minutes=1)),
    ChannelKind.DINGTALK: Pace(20, 18_000, timedelta(minutes=10)),
    ChannelKind.MAIL: Pace(20, 60_000, timedelta(minutes=10)),
}


@dataclass(frozen=True, slots=True)
class Channel:
    """One way out (外发通道): what an account is told in its first post is sent on to an address.

    Attributes:
      name: names its receipts; once in the file.
      account: whose messages go out; never more than that account may see.
    """

    name: str
    kind: ChannelKind
    account: str
    address: str = field(repr=False)
    secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the other side said to a try (对方的答复)."""

    outcome: Outcome
    words: str = ""


class UnreadableChannels(Exception):
    """The file of channels cannot be followed; nothing is sent by any of them."""


def read_channels(file: Path) -> tuple[Channel, ...]:
    """Read the file of channels; none where there is no file.

    :raises UnreadableChannels: if it is no TOML, or a channel is named twice or not whole.
    """
    if not file.exists():
        return ()
    try:
        listed = tomllib.loads(file.read_text("utf-8")).get("channel", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnreadableChannels(
            f"{file.name} 不是 TOML 文件（{error}），没有外发任何消息。"
        ) from None
    found: dict[str, Channel] = {}
    for place, said in enumerate(listed, start=1):
        channel = _channel(said, f"{file.name} 第 {place} 个通道")
        if channel.name in found:
            raise UnreadableChannels(
                f"{file.name} 有两个通道都叫“{channel.name}”，请改一个；没有外发任何消息。"
            )
        found[channel.name] = channel
    return tuple(found.values())


def _channel(said: Mapping[str, Any], place: str) -> Channel:
    words = {name: str(said.get(name, "")).strip() for name in ("name", "account", "address")}
    missing = [name for name, value in words.items() if not value]
    kinds = {kind.value: kind for kind in ChannelKind}
    if missing:
        raise UnreadableChannels(f"{place}没有写 {'、'.join(missing)}，没有外发任何消息。")
    kind = kinds.get(str(said.get("kind", "")))
    if kind is None:
        raise UnreadableChannels(
            f"{place}的 kind 写的是“{said.get('kind', '')}”，"
            f"应为 {'、'.join(kinds)} 之一；没有外发任何消息。"
        )
    if kind is not ChannelKind.MAIL and urlsplit(words["address"]).scheme not in {"http", "https"}:
        raise UnreadableChannels(
            f"{place}的 address 不是 http 或 https 地址，请从群机器人页面复制；没有外发任何消息。"
        )
    return Channel(kind=kind, secret=str(said.get("secret", "")), **words)


def call_robot(channel: Channel, text: str, *, at: datetime) -> Reply:
    """Hand a text to a group's robot and return what it said; never raises for what it does."""
    body = {"msgtype": "text", "text": {"content": text}}
    request = urllib.request.Request(
        _signed(channel, at),
        json.dumps(body, ensure_ascii=False).encode(),
        {"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:
            said = json.loads(answer.read(_MOST_BYTES))
        code, words = int(said["errcode"]), str(said.get("errmsg", ""))
    except urllib.error.HTTPError as error:
        fast = error.code == http.client.TOO_MANY_REQUESTS
        outcome = Outcome.TOO_FAST if fast else Outcome.REFUSED
        return Reply(outcome, f"对方答复 {error.code}")
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", None) or error
        return Reply(Outcome.REFUSED, f"没有连上（{reason}）"[:200])
    except (ValueError, LookupError, TypeError):
        return Reply(Outcome.REFUSED, "对方的答复读不懂")
    if code == 0:
        return Reply(Outcome.SENT, words)
    outcome = Outcome.TOO_FAST if code in _TOO_FAST else Outcome.REFUSED
    return Reply(outcome, f"{code} {words}"[:200])


def _signed(channel: Channel, at: datetime) -> str:
    """Return the address to call: 钉钉's with the moment and its signature, where it has a secret."""
    if channel.kind is not ChannelKind.DINGTALK or not channel.secret:
        return channel.address
    moment = str(int(at.timestamp() * 1000))
    seal = hmac.new(channel.secret.encode(), f"{moment}\n{channel.secret}".encode(), hashlib.sha256)
    joined = "&" if urlsplit(channel.address).query else "?"
    signature = quote_plus(base64.b64encode(seal.digest()))
    return f"{channel.address}{joined}timestamp={moment}&sign={signature}"
