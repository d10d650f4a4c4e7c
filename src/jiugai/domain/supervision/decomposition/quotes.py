"""Finds the quotes of a report that give orders (引语): 副市长…当场要求：“…”.

What a leader asks for is an order in quotes too; what a resident says, or somebody who reports, is
none. A quote is opened only where words of asking stand right before or right after it.
"""

import re
from collections.abc import Iterator

from jiugai.domain.supervision.decomposition.sentences import Span

_QUOTE = re.compile("“(?P<said>[^“”]{8,400}(?:“[^“”]{1,40}”[^“”]{0,200}){0,6})”")
_ASKS = "批示|指示|要求|强调|指出|部署|叮嘱|嘱咐|明确要求|提出要求|交代|责成"
_ASKED_BEFORE = re.compile(rf"(?P<who>[^。；“”]{{0,30}})(?:{_ASKS})(?:道|说)?[：，]$")
_SAID_BEFORE = re.compile("(?P<who>[^。；“”]{0,30})(?:说|讲|表态|道)[：，]$")
_ASKED_AFTER = re.compile(rf"[，]?(?P<who>[^。；，“”]{{0,24}}?)(?:{_ASKS})(?:道|说)?[。，]")
_SAID_AFTER = re.compile("[，]?(?P<who>[^。；，“”]{0,24}?)说(?:道)?[。，]")
_LEADER = re.compile("书记|市长|县长|区长|州长|主任|局长|秘书长|指挥长|组长|市领导|县领导|区领导")
_OTHERS = re.compile(
    "居民|群众|业主|村民|市民|住户|大爷|大妈|阿姨|老人|项目(?:负责人|经理)|施工方|告诉记者"
)
# 市长王某某, 副市长×××: who is named so once may be named without the title later.
_NAMED = re.compile(
    rf"(?:{_LEADER.pattern})(?P<name>[*×某X]{{2,4}}|[\u4e00-\u9fff][*×某]{{1,3}}"
    r"|[\u4e00-\u9fff]{2,3}(?=[，。、：“到赴率带在主来一前深当就对]))"
)
_ONCE = re.compile("曾|此前|去年|当时|上次|多次")


def leaders_named(text: str) -> frozenset[str]:
    """Return the names that follow a leader's title anywhere in a text."""
    return frozenset(found["name"] for found in _NAMED.finditer(text))


def with_orders_opened(
    paragraph: Span, leaders: frozenset[str] = frozenset()
) -> Iterator[tuple[Span, bool]]:
    """Yield a paragraph in pieces, each with whether it is an opened quote that gives orders.

    :param leaders: names of those whose words are orders, as ``leaders_named`` finds them.
    """
    at = 0
    for quote in _QUOTE.finditer(paragraph.text):
        if _gives_orders(paragraph.text, quote, leaders):
            yield _piece(paragraph, at, quote.start()), False
            yield _piece(paragraph, *quote.span("said")), True
            at = quote.end()
    yield _piece(paragraph, at, len(paragraph.text)), False


def _piece(paragraph: Span, start: int, end: int) -> Span:
    return Span(paragraph.start + start, paragraph.text[start:end])


def _gives_orders(text: str, quote: re.Match[str], leaders: frozenset[str]) -> bool:
    head = re.split("[。！？；”]", text[: quote.start()])[-1]
    for asks, needs_leader in (
        (_ASKED_BEFORE.search(head), False),
        (_SAID_BEFORE.search(head), True),
        (_ASKED_AFTER.match(text, quote.end()), False),
        (_SAID_AFTER.match(text, quote.end()), True),
    ):
        if asks:
            who = head if asks.re in (_ASKED_BEFORE, _SAID_BEFORE) else asks["who"]
            is_leader = _LEADER.search(who) is not None or not needs_leader
            is_leader = is_leader or any(_speaks(name, who) for name in leaders)
            return is_leader and not (_OTHERS.search(who) or _ONCE.search(who))
    return False


def _speaks(name: str, who: str) -> bool:
    """Say whether words begin with a name: ×××对在场的干部(说)."""
    return re.search(rf"(?:^|，|的){re.escape(name)}", who) is not None
