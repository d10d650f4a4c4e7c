"""Asks a language model which sentences of a text are tasks (模型接口), by the protocol of OpenAI.

Off unless the administrator names an address; then the text leaves the machine for that address,
and a person has asked for it each time. What comes back is data, held to the text by the domain.
"""

import http.client
import json
import re
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

_PATIENCE = 90.0  # s; a small model on a county's own machine is slow
_MOST_BYTES = 1 << 20
_MOST_SENTENCES = 500
MOST_CHARACTERS = 60_000
"""How much of a text is sent; a model would lose the middle of a longer one."""
_TASK = (
    "你是督查室的文字员。下面是一份讲话或公文。请找出其中要求某个单位去办、以后可以核查是否办成的每一句话，"
    "逐字照抄原文，不改一字，不补主语、日期和数字，不写原文没有的话。"
    '只输出 JSON：{"sentences": ["原文句子", …]}。没有就输出 {"sentences": []}。'
)
_FENCE = re.compile(r"```(?:json)?\s*(?P<body>.*?)```", re.DOTALL)


class EndpointFailed(Exception):
    """The model did not answer, or not in the form agreed on; says so in a sentence."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model answers (模型接口地址).

    Attributes:
      base: the address before ``/chat/completions``, such as ``http://127.0.0.1:11434/v1``.
      key: sent as a bearer token; empty for none.
    """

    base: str
    model: str
    key: str = ""

    @property
    def host(self) -> str:
        """Return where the text would go, for whoever is to agree to it."""
        return urlsplit(self.base).netloc


def sentences_of(endpoint: Endpoint, text: str) -> tuple[str, ...]:
    """Return the sentences that a model takes for tasks, as it quotes them.

    :raises EndpointFailed: if it cannot be reached or answers with something else.
    """
    asked = {
        "model": endpoint.model,
        "temperature": 0,
        "messages": [
            {"role": "system", "content": _TASK},
            {"role": "user", "content": text[:MOST_CHARACTERS]},
        ],
    }
    answer = _post(endpoint, json.dumps(asked, ensure_ascii=False).encode())
    try:
        said = json.loads(answer)["choices"][0]["message"]["content"]
        found = json.loads(_bare(said))["sentences"]
    except (ValueError, LookupError, TypeError):
        raise EndpointFailed("模型的回答不是约定的格式") from None
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise EndpointFailed("模型的回答不是约定的格式")
    return tuple(found[:_MOST_SENTENCES])


def _post(endpoint: Endpoint, body: bytes) -> bytes:
    url = f"{endpoint.base.rstrip('/')}/chat/completions"
    if urlsplit(url).scheme not in {"http", "https"}:
        raise EndpointFailed(f"模型地址“{endpoint.base}”不是 http 或 https 地址")
    headers = {"Content-Type": "application/json"}
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    request = urllib.request.Request(url, body, headers)
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:
            content: bytes = answer.read(_MOST_BYTES + 1)
    except urllib.error.HTTPError as error:
        raise EndpointFailed(f"模型接口答复 {error.code}") from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise EndpointFailed(f"模型接口 {endpoint.host} 没有答复（{_why(error)}）") from None
    if len(content) > _MOST_BYTES:
        raise EndpointFailed("模型的回答太长")
    return content


def _why(error: Exception) -> str:
    reason: Any = getattr(error, "reason", None)
    return str(reason or error)[:80] or type(error).__name__


def _bare(said: str) -> str:
    """Return the JSON of an answer that a model has put into a fence."""
    fenced = _FENCE.search(said)
    return fenced["body"] if fenced else said
