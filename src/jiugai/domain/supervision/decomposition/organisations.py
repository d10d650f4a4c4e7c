"""Finds who is meant (责任单位): the bodies that a text names, and which part each has in a task.

A body is an owner where it stands before the act (各县区要…), in 由…负责, before 牵头 or 配合, or
after a label (责任单位：…). Where it is acted upon (督促管线单位…) it is none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from jiugai.domain.supervision.decomposition.sentences import hidden
from jiugai.domain.supervision.decomposition.words import Words, alternatives


class DutyPart(Enum):
    """Which part a body has in a task (分工)."""

    LEADS = "leads"  # 牵头、责任
    ASSISTS = "assists"  # 配合


@dataclass(frozen=True, slots=True)
class Owner:
    """Who must do it (责任单位), as the text names it, and in which part."""

    name: str
    part: DutyPart = DutyPart.LEADS


@dataclass(frozen=True, slots=True)
class Body:
    """A body where a text names it (单位)."""

    start: int
    end: int
    name: str


_HAN = "\u4e00-\u9fff"
_UNITS = "科室|股室|处室|科|股|站|队|中心|办公室|[程目技务安术]部|社区|居委会|小组"
# 城建科要…, 由五一社区督促…: an office that no list knows, by where it stands.
_OFFICE = (
    rf"(?:(?<![{_HAN}])|(?<=[请由]))(?![请由在对将把为向按从经以和与是这那每第年月日])(?:局|委|厅|我|各|本)*[{_HAN}]{{1,6}}?(?:{_UNITS})"
    r"(?=要(?![求点素])|应(?!急)|须|必须|务必|负责|牵头|会同|[于\d\ue000]|，要|、)"
    rf"|(?<=由)(?:局|委|厅|我|各|本)*[{_HAN}]{{1,8}}?(?:{_UNITS})(?=督促|组织|具体|统一|分别|落实|协调|向|对|在|将|按|统筹|汇总|逐)"
)
_NEXT = (
    r"(?=[、，。；：:（）()“”\s\ue000]|$|和|与|及|以及|等|要|应|须|需|必须|务必|负责|牵头|总|依|参加|会同|配合|联合|按|根据|结合|围绕|依据|对照|作为|于|在"
    r"|\d|\*|尽快|抓紧|立即|马上|及时|分别|共同|继续|进一步|切实|积极|认真|严格|全力|力争|确保|主动|具体|务求|不得|每|统一|组织|开展|制定|负|承担|落实|加强|加快"
    r"|拟|计划|最迟|最晚|至迟|不迟|不晚|施工|季后|接到|收到|每|今年|明年|本月|本周|下周|下月|下个月|年内|年底|月底|近期|均|都|再|还|也|先|已|尚|仍|全面|全部|应当|予以|给予"
    r"|各(?=报|自|完成|推荐|确定|选|安排|拿|组|成|建|明确|派|抽)|参与|协助|协调|督促|指导|提出|逐|从|自|研究|加大|做好|抓好|建立|完善|报|将|把|为|是|的)"
)
_IN_NAMES = (
    "建设", "开发", "改造", "监管", "统筹", "执行", "储备", "调查", "评审", "协调", "督查", "检查", "考核", "发动", "保障",
    "示范", "试验", "服务", "运营", "征收", "采购", "招标", "拆除", "整治", "治理", "管理",
)  # fmt: skip
_IN_NAME = rf"(?:(?![年月日前后要的各对在为把将和与及是由请报向从按经以])[{_HAN}])"
_GROWS = re.compile(rf"[{_HAN}]{{0,16}}?(?:领导小组|工作专班|专班|指挥部|工作组)(?:办公室)?{_NEXT}")
# 石泉县、平利县基础较好 names two counties; 石泉县、平利县城区 does not.
_NO_LONGER = r"(?![城级域内外里直民政场长委中局人区市县属])"
_SHARED = ("公司", "局", "单位", "企业")
_LEADS = re.compile(r"(?:为)?(?:牵头|负责|总牵头|负总责|主责|承办|主办|组织实施|具体实施|具体负责)")
_ASSISTS = re.compile(r"(?:等)?(?:分别|积极|全力|各负其责)?(?:配合|参与|协助|协同|协办)")


def bodies(text: str, words: Words) -> list[Body]:
    """Return the bodies that a text names, in order, lists such as 市发改、财政等部门 taken apart."""
    found: list[Body] = []
    pattern, acts = _pattern(words), _acts(words)
    at = 0
    while match := pattern.search(text, at):
        at = match.end()
        if match["open"] and acts.search(match["open"]):
            at = match.start() + 1  # 组建工作专班: an act, then a body
        elif _NO_BODY.match(text, at - 1):
            at = match.start() + 1  # 考核办法, 县委书记
        elif match["list"]:
            found += _members(match, words)
        else:
            longer = _GROWS.match(text, match.end())
            at = longer.end() if longer else at
            found.append(Body(match.start(), at, text[match.start() : at]))
    return found


@lru_cache(maxsize=8)
def _acts(words: Words) -> re.Pattern[str]:
    """Return what is never part of a body's own name."""
    longer = [act for act in words.acts if len(act) > 1 and act not in _IN_NAMES]
    return re.compile(
        rf"{alternatives(longer)}|会同|联合|会议|听取|叮嘱|要求|指出|强调|嘱咐|责成|督促|表示|介绍|[了着过]|[年月日前后要的各对在为把将和与及是由请报向从按经以]|一个|每个"
    )


@lru_cache(maxsize=8)
def _pattern(words: Words) -> re.Pattern[str]:
    places = alternatives(words.places)
    heads = alternatives((*words.heads, *words.places))
    trades, generic = alternatives(words.trades), alternatives(words.generic)
    endings, lists = alternatives(words.endings), alternatives(words.list_endings)
    trade = rf"(?:{heads}){{0,3}}{trades}(?:{endings})?"
    branch = rf"(?:[{_HAN}]{{2,4}}(?:分局|分公司))?"
    then = rf"(?:{_NEXT}|(?={alternatives(act for act in words.acts if len(act) > 1)}))"
    posts = r"(?:(?:的)?(?:主要|分管|分线|包联|联系|挂钩|包抓)(?:领导|负责同志|负责人))?"
    start = rf"(?<![{_HAN}])"
    not_place = (
        r"(?!改造|建设|开发|会同|联合|配合|协助|指导|督促|协调|组织|对|向|经|报|由|与|同|请|让|给|把|将|和|及)"
        rf"(?![{_HAN}]{{0,4}}[一小社园片辖城郊街库景][县区市])"
    )
    of_place = r"(?:人民政府|政府|管委会)"
    return re.compile(
        rf"(?P<list>{trade}(?:(?:、|和|及|与){trade})*?(?:{lists})"
        rf"|(?:{heads})?{trades}(?:、{trades})+(?:公司|局|部门|单位|企业))"
        rf"|(?:{heads}){{0,3}}{trades}{endings}{branch}{posts}"
        rf"|(?:{heads}){{0,3}}?{generic}(?:全体成员|成员单位|办公室|党委|党工委)?{posts}"
        rf"|(?:{start}|(?<=[、和由的请同])){_IN_NAME}{{0,3}}?[小园城郊街库景][县区市]{of_place}"
        r"|(?:广大|各)?热?用户(?=不得|应(?!急)|要(?!求)|须|必须|务必|于|，应|，要|，须)"
        rf"|[省市县区州](?:人民政府|政府|委)(?:办公室|督查室)?{posts}"
        rf"|{places}(?:{of_place})?"
        rf"|(?:{heads}){{1,3}}(?:{endings}){_NEXT}"
        rf"|{_OFFICE}"
        rf"|(?:{heads}){{1,3}}{trades}{_NEXT}"
        rf"|(?<=、)(?:公安)?{trades}(?=配合|参与|参加|协助)"
        rf"|(?P<open>[省市县区州镇]{_IN_NAME}{{2,10}}?(?:局|委|办公室|办|中心|公司|集团|大队|支队|研究院|设计院|管委会|领导小组|指挥部|专班){then}"
        rf"|(?:{start}|(?<=[、和由])){_IN_NAME}{{2,8}}?(?:街道办事处|街道办(?![理公事结件])|镇政府|乡政府)"
        rf"|(?<=要求){_IN_NAME}{{1,4}}?[县区市](?=倒排|加快|抓紧|尽快|立即|严格|认真|切实|统筹|组织|主动|逐)"
        rf"|(?:{start}|(?<=[、和由请])|(?<=要求)|(?<=责成)){_IN_NAME}{{2,8}}?(?:街道办事处|街道办|办事处|街道|镇政府|镇|乡政府|乡|管委会|开发区|高新区|经开区|示范区|新区|园区"
        rf"|集团有限公司|有限责任公司|有限公司|集团公司|分公司|公司|集团|领导小组|指挥部|工作专班|专班)(?:办公室)?{then}"
        rf"|(?:{start}|(?<=[、和由的请同])|(?<=要求)|(?<=责成)){not_place}[{_HAN}]{{1,5}}?(?:县|区|市)(?:{of_place}|{trades}{endings}|建设(?:和交通)?局|(?=[、和要应须“])|(?<!我.)(?<!全.)(?<!本.)(?=[于\d\ue000]|会同|务必|必须|尽快|牵头|负责|报送|上报|推荐|提供|提交)))"
        rf"|(?<=[县区市]、){not_place}(?P<next>[{_HAN}]{{1,5}}?(?:县|区|市))(?:{_NEXT}|{_NO_LONGER}|{then})"
    )


def _members(match: re.Match[str], words: Words) -> Iterator[Body]:
    """Take a list apart: 市发改、财政等部门 is 市发改部门 and 市财政部门."""
    whole, end = match["list"], match.end()
    ending = _list_ending(words).search(whole)
    body = whole[: ending.start()] if ending else whole
    veiled = hidden(body)  # 各县（市、区）住建部门 is one, its bracket no list
    if not ending or not _AND.search(veiled):
        yield Body(match.start(), end, whole)
        return
    kind = re.sub(r"^等|有关|相关|各|两家", "", ending[0])
    head = _heads(words).match(body)
    prefix = head[0] if head and head[0] in _SHARED_HEADS else ""
    at = match.start()
    for shown in re.split(f"({_AND.pattern})", veiled):
        piece = body[at - match.start() : at - match.start() + len(shown)]
        if piece and not _AND.fullmatch(shown):
            name = piece if piece.startswith(prefix) else prefix + piece
            if not _ending(words).search(name):
                name += kind
            is_last = at + len(piece) == match.start() + len(body)
            yield Body(at, end if is_last else at + len(piece), name)
        at += len(piece)


_AND = re.compile("、|和|及|与")
_NO_BODY = re.compile("办[法理公事结件]|委(?:书记|副书记|常委)")
_SHARED_HEADS = (
    "省",
    "市",
    "县",
    "区",
    "州",
    "市直",
    "县直",
    "区直",
    "市级",
    "县级",
    "全市",
    "有关",
)


@lru_cache(maxsize=8)
def _list_ending(words: Words) -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives((*words.list_endings, *_SHARED))})$")


@lru_cache(maxsize=8)
def _ending(words: Words) -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(words.endings)})$")


@lru_cache(maxsize=8)
def _heads(words: Words) -> re.Pattern[str]:
    return re.compile(alternatives((*words.heads, *words.places)))


def part_after(text: str, end: int) -> DutyPart | None:
    """Return the part that the words after a body give it: 牵头 or 配合; None if they give none."""
    if _LEADS.match(text, end):
        return DutyPart.LEADS
    return DutyPart.ASSISTS if _ASSISTS.match(text, end) else None


def unique(owners: Sequence[Owner]) -> tuple[Owner, ...]:
    """Return owners without repetition, those who lead first."""
    ordered = sorted(owners, key=lambda owner: owner.part is DutyPart.ASSISTS)
    return tuple({owner.name: owner for owner in reversed(ordered)}.values())[::-1]
