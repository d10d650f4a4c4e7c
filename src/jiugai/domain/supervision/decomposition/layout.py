"""Tells what each paragraph of an official text is (版面): title, heading, label, row, or prose.

A heading hands its owners, its deadline and its year down to what stands under it, until the next
heading of its rank.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

from jiugai.domain.supervision.decomposition.field_names import who_name
from jiugai.domain.supervision.decomposition.fields import Field, field_of
from jiugai.domain.supervision.decomposition.text import CELL, Paragraph
from jiugai.domain.supervision.decomposition.words import Words, alternatives


class BlockKind(Enum):
    """What a paragraph is (段落种类)."""

    PROSE = "prose"
    HEADING = "heading"
    LABEL = "label"  # 责任单位：…
    ROW = "row"
    ADDRESSEE = "addressee"  # 各县（市、区）人民政府：
    TITLE = "title"
    ASIDE = "aside"  # 主送, 抄送, 落款


class Bearing(Enum):
    """What a section is about (段落性质): aims, background, or neither."""

    GOALS = "goals"
    BACKGROUND = "background"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph with what stands above it (段).

    Attributes:
      marker: its numbering, such as ``（一）``; ``body_at`` is where its words begin in the paragraph.
      path: the headings above, outermost first.
      plan_year: the one year that the nearest heading or the title plans for.
      plan_month: the one month that the title or the nearest heading plans for: 5月份重点工作安排.
      field: what it holds of a record: 整改措施：…; None if it is no field.
    """

    paragraph: Paragraph
    kind: BlockKind
    marker: str = ""
    body_at: int = 0
    path: tuple[Paragraph, ...] = ()
    bearing: Bearing = Bearing.OTHER
    plan_year: int | None = None
    plan_month: int | None = None
    field: Field | None = None

    @property
    def body(self) -> str:
        return self.paragraph.text[self.body_at :]

    @property
    def start(self) -> int:
        """Return where the body begins in the text."""
        return self.paragraph.start + self.body_at


_MARKERS = (
    re.compile(r"第[一二三四五六七八九十]{1,3}[章节部分]{1,2}\s*"),
    re.compile(r"[一二三四五六七八九十―]{1,3}[、.．]\s*"),
    re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]、?\s*"),
    re.compile(r"\d{1,3}[.、．](?:(?!\d)\s*|(?=(?:\d{4}年)?\d{1,2}月(?:\d|[底末上中下前])))"),
    re.compile(r"[（(]\d{1,3}[）)]\s*|\d{1,2}[）)]\s*"),
    re.compile(r"[①-⑳]\s*"),
    re.compile(r"[●■◆★▶►◇※➢✓√•▪]\s*"),
)
_ASIDE = re.compile(
    r"(?:主送|抄送|抄报|印发|联系人|联系电话|附件|来源|作者|编辑|责任编辑|审核|供稿|摄影|字体|发布时间|索引号|信息来源|文章来源|打印|关键词|主题词|出席|列席|请假|记录|缺席|参会|主持人?|主持单位)\d*[:： ]"
    r"|(?:（?此件(?:公开|依申请)?发布）?|（?此页无正文）?)$|[^。，]{0,30}\d{4}年\d{1,2}月\d{1,2}日(?:印发)?$|[^，。]{2,24}（盖章）$"
)
# 复查日期：4月18日: a particular of the paper, no deadline.
_INFO = re.compile(
    "[\u4e00-\u9fff]{0,6}(?:日期|时间|地点|人员|电话|范围|对象|编号|名称)[:：](?![^。；]*(?:前|底|内|截))[^。；]{1,30}[。；]?"
)
_BRACKETED = re.compile("【[^【】]{2,30}】")  # 【本周安排】
_ON_DUTY = re.compile(
    "[^，。：]{0,6}(?:带班领导|值班领导|带班人员|值班人员|值班电话|联系人|联系电话|咨询电话|监督电话|举报电话|投诉电话)[:：]"
)
_TITLE = re.compile(
    r"[^。；]{0,80}(?:通知|方案|意见|讲话|纪要|通报|报告|办法|规划|计划|函|名单|决定|细则|要点|表|通知单|督办单|交办单|通知书|批复|通告|公告|专报|快报|简报|部署会|推进会|调度会|会议|安排|台账|清单|责任书|承诺书|分解表|工期表|进度表|日程|提示单?|工作表|督办单|督 办 单|座谈会|现场会|观摩会|工作会)(?:（[^）]*）)*"
    r"|[^。；，]{0,30}〔\d{4}〕第?\d+[号次期]"
)
_ADDRESSEE = re.compile(r"[^。]{2,200}[:：]$")
# 6月底前完成以下工作： leads to what stands below it, and addresses nobody.
_LEAD = re.compile(
    "要求|如下|以下|下列|完成|办结|[0-9一二三四五六七八九十]月|月底|年底|年内|季度|阶段"
)
_DUE_HEAD = re.compile(
    r"[^，。；]{2,16}前(?:需|要|应|须|拟|必须|需要)?(?:全面|全部)?(?:完成|办结|落实|解决|推进|启动)?的?(?:重点)?(?:任务|工作|事项|目标)[。：]?$"
)
# 已完成整改的问题, 前期开展的工作; not 已完成任务及下一步打算.
_OF_PAST = re.compile(
    r"(?:^|[、）.])(?:(?:截至|截止)[^，。]{2,10})?(?:已(?:经)?|前期(?!准备|谋划|筹备|手续|工作$)|去年|上年度?|前一?阶段)(?![^，。]*(?:下一?步|今后|打算|计划|安排|措施|要求))[^，。]{2,16}$"
)
_PLAN = re.compile(
    r"(?<!\d)(?P<from>20\d{2})(?:[-—–~至]{1,2}(?P<to>20\d{2}))?年(?:度)?(?!\d{1,2}月)"
)
_PLAN_MONTH = re.compile(
    "(?<!\\d)(1[0-2]|[1-9])月份?(?:份)?(?:全[市县区局]|重点|主要|各项)*(?:工作|任务)"
)
_PLANS = re.compile(r"计划|安排|目标|任务|方案|要点|打算|实施|通知|工作")
_NUMBER = re.compile(r"\d+")
_ITEM = re.compile(r"[（(]?\d|[①-⑳]")
_SAYS_MUCH = re.compile(r"\d[\d.]*[个户处条公里万亿栋座台部套%]|[月年]底?前|完成|开工")
# （一）存在问题。… is about problems; （一）每周报送整改情况。 is not.
_SAYS_WHAT = re.compile(r"[，\d]|报|[要应须前]|公[布示开]|建立|制[定订]|编制|梳理|掌握|汇总")
# 第一周（7月1日—7月7日）, 动员部署（11月20日至25日）
_SPAN_HEAD = re.compile(
    r"[^，。；：]{2,14}（[^（），。]*\d{1,2}月[^（），。]*(?:[至到—~–-]|起)[^（），。]*）"
)
_LONGEST_TOPIC = 16
_IN_BRACKETS = re.compile("（[^（）]*(?:（[^（）]*）[^（）]*)*）$")
_SAYS_WHO = re.compile(
    "（[^（）]*(?:责任|牵头|负责|时限|配合|单位)[^（）]*(?:（[^（）]*）[^（）]*)*）$"
)
_LONGEST_HEADING, _LONGEST_LABEL_LINE = 46, 160
_TITLE_LINES = 12


def blocks(found: Sequence[Paragraph], words: Words) -> Iterator[Block]:
    """Yield each paragraph with its place in the text's order."""
    path: list[tuple[int, Paragraph]] = []
    plain = _without_leaves(list(_numbered(found, words)))
    year = _title_year(found[:_TITLE_LINES])
    month = _plan_month([each.text for each in found[:_TITLE_LINES] if _is_title(each)])
    for block in plain:
        paragraph = block.paragraph
        if block.kind is BlockKind.HEADING:
            rank = rank_of(block.marker)
            path = [entry for entry in path if entry[0] < rank]
            path.append((rank, paragraph))
        above = tuple(heading for _, heading in path)
        named = [_plan_year(heading.text) for heading in reversed(above)]
        yield replace(
            block,
            path=above,
            bearing=_bearing(above, block, words),
            plan_year=next((one for one in named if one), year),
            plan_month=_plan_month([heading.text for heading in reversed(above)]) or month,
        )


def _numbered(found: Sequence[Paragraph], words: Words) -> Iterator[Block]:
    """Yield the blocks; what goes on a count is an item of it: 2.50个小区新增… after 1.…"""
    number = 0
    for paragraph in found:
        block = _block(paragraph, words)
        follows = re.match(rf"{number + 1}[.、．](?=\d)", paragraph.text)
        if number and follows:
            block = Block(paragraph, BlockKind.PROSE, follows[0], follows.end())
        counted = _NUMBER.match(block.marker)
        number = int(counted[0]) if counted else 0
        yield block


def _without_leaves(found: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks, a heading of the lowest kind that nothing stands under as an item."""
    for block, after in zip(found, [*found[1:], None], strict=True):
        is_leaf = block.kind is BlockKind.HEADING and is_item(block.marker)
        if is_leaf and after is not None and after.kind is not BlockKind.ASIDE:
            is_next = after.marker != "" and rank_of(after.marker) <= rank_of(block.marker)
            is_leaf = is_next or (after.kind is BlockKind.HEADING and after.marker == "")
        yield replace(block, kind=BlockKind.PROSE) if is_leaf else block


def _block(paragraph: Paragraph, words: Words) -> Block:
    text = paragraph.text
    if CELL in text:
        return Block(paragraph, BlockKind.ROW)
    if _BRACKETED.fullmatch(text):
        return Block(paragraph, BlockKind.HEADING, text[0], 1)
    marker, at = _marker(text, words)
    body = text[at:]
    if is_label_line(body, words):
        return Block(paragraph, BlockKind.LABEL, marker, at)
    if _ASIDE.match(text) or _ON_DUTY.match(body):
        return Block(paragraph, BlockKind.ASIDE)
    if _INFO.fullmatch(body):
        return Block(paragraph, BlockKind.ASIDE)
    said = field_of(body, words)
    if said and said[0] is not Field.WHO and body[said[1] :]:
        return Block(paragraph, BlockKind.PROSE, marker, at + said[1], field=said[0])
    if _is_heading(marker, body, words):
        return Block(paragraph, BlockKind.HEADING, marker, at)
    if not marker and _TITLE.fullmatch(text):
        return Block(paragraph, BlockKind.TITLE)
    if not marker and _ADDRESSEE.fullmatch(text) and not _LEAD.search(text):
        return Block(paragraph, BlockKind.ADDRESSEE)
    return Block(paragraph, BlockKind.PROSE, marker, at)


def is_label_line(text: str, words: Words) -> bool:
    """Say whether a line only says who or by when, such as ``牵头单位：市住建局``."""
    return _who(words).match(text) is not None and len(text) <= _LONGEST_LABEL_LINE


@lru_cache(maxsize=4)
def _who(words: Words) -> re.Pattern[str]:
    return re.compile(rf"(?:【{who_name(words)}】|[（(【\[]?{who_name(words)}[】\]]?[：:])")


_BARE_NUMBER = re.compile(r"0\d(?=[\u4e00-\u9fff])|\d{1,2}(?=[\u4e00-\u9fff])")


def _marker(text: str, words: Words) -> tuple[str, int]:
    bare = _BARE_NUMBER.match(text)
    if bare and (text[0] == "0" or _acts(words).match(text, bare.end())):
        return bare[0], bare.end()
    for pattern in _MARKERS:
        found = pattern.match(text)
        if found:
            return found[0].strip(), found.end()
    return "", 0


@lru_cache(maxsize=4)
def _acts(words: Words) -> re.Pattern[str]:
    return re.compile(alternatives([act for act in words.acts if len(act) > 1]))


def is_item(marker: str) -> bool:
    """Say whether a marker numbers the items of a list: ``1.``, ``（2）``, ``①``."""
    return _ITEM.match(marker) is not None


def rank_of(marker: str) -> int:
    """Return how deep a marker stands: ``一、`` above ``（一）`` above ``1.``."""
    if marker == "【":
        return -1
    return next(
        (rank for rank, pattern in enumerate(_MARKERS) if pattern.match(marker)), len(_MARKERS)
    )


def _is_heading(marker: str, body: str, words: Words) -> bool:
    if marker and _DUE_HEAD.fullmatch(body):
        return True
    bare = _IN_BRACKETS.sub("", body)
    if not bare or len(bare) > _LONGEST_HEADING or bare[-1] in "。；！？，、":
        return False
    if bare != body and _SAYS_WHO.search(body) and re.search("[，要应须]|前", bare):
        return False  # 县区要在6月底前补足配套资金（责任单位：…）
    if marker:
        # A short item of a list that says how many or by when is an order, not a heading.
        return not (_ITEM.match(marker) and _SAYS_MUCH.search(body))
    if _SPAN_HEAD.fullmatch(body):
        return True
    bare = body.rstrip("：:")
    known = {*words.background_heads, *words.goal_heads}
    return bare in known or (len(bare) <= 14 and any(bare.endswith(head) for head in known))


def _bearing(path: Sequence[Paragraph], block: Block, words: Words) -> Bearing:
    first = re.split("[。：]", block.body)[0]
    is_own = block.kind is BlockKind.PROSE and block.marker and not _SAYS_WHAT.search(first)
    own = [first] if is_own and len(first) <= _LONGEST_TOPIC else []
    for text in (*own, *(heading.text for heading in reversed(path))):
        bare = text.strip("【】").rstrip("。：:）)")
        if bare.endswith(words.goal_heads):
            return Bearing.GOALS
        if bare.endswith(words.background_heads) or _OF_PAST.search(bare):
            return Bearing.BACKGROUND
    return Bearing.OTHER


def _plan_year(text: str) -> int | None:
    years = [found for found in _PLAN.finditer(text) if not found["to"]]
    if len(years) == 1 and _PLANS.search(text):
        return int(years[0]["from"])
    return None


def _title_year(lines: Sequence[Paragraph]) -> int | None:
    for line in lines:
        year = _plan_year(line.text) if _is_title(line) else None
        if year:
            return year
    return None


def _is_title(line: Paragraph) -> bool:
    return len(line.text) <= 60 and line.text[-1] not in "。；，、" and CELL not in line.text


def _plan_month(titles: Sequence[str]) -> int | None:
    """Return the month of the first title that plans for one alone."""
    for title in titles:
        months = set(_PLAN_MONTH.findall(title))
        if len(months) == 1:
            return int(months.pop())
    return None
