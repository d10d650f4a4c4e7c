"""Finds who acts in a clause, and what it is about (主语): 各县区要…, 由县住建局提出, 藤岭小区尽快….

A body acts where nothing but words of how and when stands before it; where a word such as 对 or 督促
stands before it, it is acted upon.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from jiugai.domain.supervision.decomposition.grammar import Grammar
from jiugai.domain.supervision.decomposition.organisations import Body, DutyPart, Owner, part_after
from jiugai.domain.supervision.decomposition.sentences import VEIL
from jiugai.domain.supervision.decomposition.words import Words, alternatives

OBJECT_FIRST = re.compile(
    "对|对于|针对|关于|围绕|按照|根据|为|为了|在|从|以|通过|由于|属于|结合|依托|将|把|经|待|凡|如|若|当|除|与|因|受"
)
"""A clause that begins so names first what is acted upon, or how."""

_LEAD = re.compile(
    "(?:同时|此外|另外|下一步|会后|今后|其中|对此|为此|因此|特别是|尤其是|并|且|而|但|请|要求|希望|责成|具体由|由|今年|明年|下半年|上半年"
    "|年内|近期|当前|接下来|下步|各位|必须由|坚持)+，?"
)
_BY = re.compile(
    r"(?:由|交由|责成|责令|^(?:[^，按照据经在的对]{1,4})?(?:要求|叮嘱|指示)|严禁|禁止|(?<![提报申邀呈聘])请"
    r"|(?:责任|牵头|主办|承办|落实)(?:单位|部门|主体)(?:分别)?[为是])$"
)
_HELPED_BY = re.compile("(?:配合|协办|协助|参与)(?:单位|部门)(?:分别)?[为是]$")
_HELPING = re.compile("(?:积极|全力|密切)?(?:配合|协助|协同)")  # 市统计局配合市住建局
_WITH = re.compile("(?:要|应|须|负责|牵头|统筹)*(?:会同|联合)$")
_OFFICIAL = re.compile(r"[县区市镇乡办局委厅府]$|街道$|单位$|部门$")
_WISHED = re.compile("(?:鼓励|支持)$")
_WHOSE = re.compile("[^，]{0,4}(?:提出|报送|制定|编制|上报|起草|拟定|汇报|提交|反映)的")
_PAYS = re.compile("(?:自行|共同|分别|全额|按比例)?(?:承担|负担|解决|出资)$")  # 费用由…承担
_COSTS = re.compile("费|资金|款|成本|投资|出资|元")
_ENCOURAGED = re.compile(
    "(?:鼓励|支持|引导|动员|发动|吸引|引入|引进|吸纳|邀请|督促|指导|对|向|协助)$"
)
_HELPS = re.compile(
    "(?:要|应|须|需)?(?:积极|全力|密切|予以|给予|做好|共同|协同)*(?:配合|协助|参与|参加)(?:工作|好)?"
)
_LINKS = re.compile(r"(?:[、和与及或，“”]|以及|（[^）]{0,40}）|等|\s)*")
_ASKS = re.compile(
    r"加快|尽快|抓紧|力争|确保|必须|务必|要(?!求)|应(?!急)|须|全部|全面|将|计划(?=\d|于|在|今|明|年)|争取|原则上"
)
_SHORTEST_THING = 2


def owners_of(
    text: str, veiled: str, named: Sequence[Body], ends: int, rules: Grammar
) -> tuple[tuple[Owner, ...], int]:
    """Return who a clause names as owners, and where the words of those at its head end (0: none).

    :param named: the bodies in it; ``ends``: where its act or its day begins.
    """
    if not named:
        return (), 0
    runs = _runs(text, named)
    first = runs[0]
    end = first[-1].end if _is_head(text, veiled, first, ends, rules) else 0
    found: list[Owner] = []
    helpers: list[Owner] = []
    for before, run in zip([None, *runs], runs, strict=False):
        if _may_do_it(text, veiled, run):
            found += [Owner(body.name) for body in run]
        pays = _PAYS.match(text, run[-1].end) and _COSTS.search(text[: run[0].start])
        if pays or _ENCOURAGED.search(text[: run[0].start]):
            continue
        part = part_after(text, run[-1].end)
        between = text[before[-1].end : run[0].start] if before else text[: run[0].start]
        if _WITH.fullmatch(between.lstrip("，")) or _HELPED_BY.search(between):
            helpers += [Owner(body.name, DutyPart.ASSISTS) for body in run]
            if not before and run is first:
                first = []
        elif before and _HELPING.fullmatch(between):
            found = [Owner(owner.name, DutyPart.ASSISTS) for owner in found]
            if not found:
                found = [Owner(body.name, DutyPart.ASSISTS) for body in before]
            found += [Owner(body.name) for body in run]
        elif part or _BY.search(text[: run[0].start]):
            found += [Owner(body.name, part or DutyPart.LEADS) for body in run]
    if found:
        return (*found, *helpers), end
    if not end or (helpers and not first):
        return tuple(helpers), end
    part = DutyPart.ASSISTS if _HELPS.fullmatch(text[end:]) else DutyPart.LEADS
    return (*(Owner(body.name, part) for body in first), *helpers), end


def _may_do_it(text: str, veiled: str, run: Sequence[Body]) -> bool:
    """Say whether a clause begins by encouraging offices: 鼓励各县区…; 鼓励居民 hands out no duty."""
    lead = _LEAD.match(veiled)
    head = text[lead.end() if lead else 0 : run[0].start]
    return _WISHED.fullmatch(head) is not None and all(_OFFICIAL.search(b.name) for b in run)


def _is_head(text: str, veiled: str, run: Sequence[Body], ends: int, rules: Grammar) -> bool:
    lead = _LEAD.match(veiled)
    begins, start = lead.end() if lead else 0, run[0].start
    return (
        start <= ends
        and rules.apposition.fullmatch(text, begins, start) is not None
        and not OBJECT_FIRST.match(text, begins)
        and not _objects(rules.words).search(text[:start])
        and not _WHOSE.match(text, run[-1].end)
    )


@lru_cache(maxsize=4)
def _objects(words: Words) -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(words.objects)})$")


def _runs(text: str, named: Sequence[Body]) -> list[list[Body]]:
    """Return bodies that are named together, run by run."""
    runs: list[list[Body]] = []
    for body in named:
        if runs and _LINKS.fullmatch(text[runs[-1][-1].end : body.start]):
            runs[-1].append(body)
        else:
            runs.append([body])
    return runs


def is_open(body: Body, text: str, veiled: str) -> bool:
    """Say whether a body stands outside quotes and brackets, or is all that is quoted: “四县二区”."""
    if veiled[body.start] != VEIL:
        return True
    return text[body.start - 1 : body.start] == "“" and text[body.end : body.end + 1] == "”"


def is_given(text: str, named: Sequence[Body]) -> bool:
    """Say whether a clause hands its act to a body: 方案由县住建局提出."""
    return any(_BY.search(text[: body.start]) for body in named)


def prefix_of(veiled: str, taken: Sequence[tuple[int, int]], rules: Grammar) -> str:
    """Return what stands before an order, without bodies, days and adverbs.

    :param veiled: the clause up to its order; ``taken``: places of bodies and days.
    """
    for start, end in taken:
        if start < len(veiled):
            veiled = veiled[:start] + VEIL * (min(end, len(veiled)) - start) + veiled[end:]
    head = rules.adverbs.match(veiled)
    return veiled[head.end() if head else 0 :].strip(f"{VEIL}，：、的 ")


def thing_of(veiled: str, taken: Sequence[tuple[int, int]], rules: Grammar) -> str:
    """Return what a clause begins with, up to the first word that asks, if it is a thing."""
    head = veiled[: min((start for start, _ in taken), default=len(veiled))]
    words = _ASKS.split(head.strip(), maxsplit=1)[0]
    if len(words) < _SHORTEST_THING or VEIL in words:
        return ""
    return "" if OBJECT_FIRST.match(words) or rules.adverbs.match(words) else words
