"""Reads how a paragraph begins (段首): a title, a report, 县财政局：…, 周三前必须办结：…"""

import re
from datetime import date

from jiugai.domain.supervision.decomposition.grammar import grammar
from jiugai.domain.supervision.decomposition.layout import Block
from jiugai.domain.supervision.decomposition.organisations import Owner, bodies
from jiugai.domain.supervision.decomposition.words import Words

_NEWS = re.compile(
    r"(?:(?P<m>\d{1,2})月(?P<d>\d{1,2})日|近日|日前|昨日|昨天|今天|今日|上午|下午|连日来|[*×]+月[*×]+日)[^。]{0,60}?"
    "(?:召开|举行|主持|参加|出席|赴|调研|到(?=[^。，]{2,20}(?:调研|督导|检查|现场|看望|走访|指导))|举办|带队|开展|深入|会议)"
)
_BEFORE_COLON = re.compile(r"(?P<label>[^，。；：]{2,60}|[^。；：]{2,80}?)：")
_ROLE = re.compile(
    "[\u4e00-\u9fff（）]{1,12}(?:办|局|委|所|队|站|中心|公司|街道|社区|镇|乡|村|科|室|组|干部|书记|员"
    "|长|厂|院|企业|单位|政府|部门|集团|专班|部)"
)
_NO_ROLE = re.compile(
    "记者|通讯员|编辑|审核|联系|主持|出席|参加|记录|问|答|时间|地点|对象|说|要求|指出|强调"
)
_PLEDGES = re.compile("(?:郑重)?(?:承诺|表态|决定|任务|职责)$")  # 我公司承诺：
_HALF_A_YEAR = 6
_MOSTLY = 0.6
_SAYS_MUCH = re.compile(r"\d|底前|年内|[局委府办厅区县]要|每[年月季周日旬]|[：；]")
_STAGE = re.compile(r"阶段[。）（]|^[^，]{2,14}（[^（）]*月[^（）]*）。?$")
_ABOUT = re.compile("的(?:事项|问题|工作|措施|安排|要求|建议)。?$")
_LONGEST_TITLE, _LONGEST_LEAD = 22, 40
# 周三前必须办结的事项：, 第一批（6月底前）：: words that only frame a day.
_FRAME = re.compile(
    "第[一二三四五六七八九十][批步阶段]|[\ue000（）、，至到—~\\-的以于在前要应须需]|必须|务必|完成|办结|办理|落实|解决|推进|启动"
    "|重点|事项|任务|工作|以下|下列|之?内|阶段|节点|进度|时间|目标|计划|力争|确保|集中|做到|全部|全面|具体"
)
_DAY_HEAD = re.compile("(?P<head>[^：。；]{2,30})：(?=[^：])")
_TEN_DAYS = re.compile(
    "(?:本月|当月)?([上中下]旬)(?:（[^（）]*）)?(?:重点|主要|计划|完成|工作|任务|事项|安排)*"
)
_WEEKDAY = re.compile(
    "(?:本)?(?:周|星期|礼拜)[一二三四五六日天](?:[至到—~、和-]+(?:周|星期|礼拜)?(?P<to>[一二三四五六日天]))?"
    r"(?P<on>（[^（）]*?(?P<d>\d{1,2})[日号]）)?(?:上午|下午|全天|晚上)?"
)


def is_title(text: str, words: Words) -> bool:
    """Say whether the first sentence of a paragraph only says what it is about."""
    if _STAGE.search(text):
        return True
    if len(text) <= _LONGEST_TITLE and _ABOUT.search(text):
        return True
    is_short = len(re.sub("^[一二三四五六七八九十](?:是|要)", "", text)) <= _LONGEST_TITLE
    return is_short and not _SAYS_MUCH.search(text) and not bodies(text, words)


def begins_news(body: str, today: date | None) -> bool:
    """Say whether a paragraph tells of a day that has come: 5月9日，…召开; not 6月1日起开展."""
    for found in _NEWS.finditer(body.split("。")[0]):
        if found["m"] is None or today is None:
            return True
        month, day = int(found["m"]), int(found["d"])
        ahead = (month - today.month) % 12
        if not ((ahead, day) > (0, today.day) and ahead < _HALF_A_YEAR):
            return True
    return False


def owner_before_colon(block: Block, at: int, words: Words) -> tuple[tuple[Owner, ...], int]:
    """Return the body before a colon at the head, 县财政局：负责…, and where the rest begins.

    :param at: where in the paragraph to look.
    """
    text = block.paragraph.text
    head = _BEFORE_COLON.match(text, at)
    if not head:
        return (), at
    label = _PLEDGES.sub("", head["label"])
    named = bodies(label, words)
    covered = sum(body.end - body.start for body in named)
    if named and covered >= _MOSTLY * len(re.sub("（[^）]*）", "", label)):
        is_one = "（" in label and len(named) > 1
        owners = [Owner(label)] if is_one else [Owner(body.name) for body in named]
        return tuple(owners), head.end()
    if block.marker and _ROLE.fullmatch(label) and not _NO_ROLE.search(label):
        return (Owner(label),), head.end()  # 1.平安办：…, a body by where it stands
    return (), at


def bodies_alone(title: str, words: Words) -> tuple[Owner, ...]:
    """Return the bodies of a heading that names nothing else: 一、县住建局（5月底前）."""
    named = bodies(title, words)
    covered = sum(body.end - body.start for body in named)
    is_all = bool(named) and covered >= len(title) - len(named)
    return tuple(Owner(body.name) for body in named) if is_all else ()


def says_that_orders_follow(text: str, words: Words) -> bool:
    """Say whether a sentence leads to orders: 会议要求，…, 现就有关事项通知如下：."""
    follow = grammar(words).orders_follow
    marks = [mark.start() for mark in re.finditer("[：，]", text[:_LONGEST_LEAD])]
    marks += [mark.start() for mark in re.finditer("：", text)]
    return any(follow.search(text[max(0, mark - _LONGEST_LEAD) : mark]) for mark in marks)


def day_head(text: str) -> str:
    """Return what a paragraph begins with if it may be a day and a colon: 周二（15日）：; or empty."""
    found = _DAY_HEAD.match(text)
    return found["head"] if found else ""


def only_frames(head: str, days: list[tuple[int, int]]) -> bool:
    """Say whether a head says nothing but its days: 6月底前必须完成的任务."""
    for start, end in days:
        head = head[:start] + "\ue000" * (end - start) + head[end:]
    return bool(days) and not _FRAME.sub("", head)


def ten_days_head(head: str) -> str:
    """Return the ten days of a month that are all that a head says: 上旬, 下旬重点工作; or empty."""
    found = _TEN_DAYS.fullmatch(head)
    return found[1] if found else ""


def weekday_head(head: str) -> tuple[str, int | None] | None:
    """Return a head that is a weekday as words of a day, 本周二, and the date it names, or None."""
    found = _WEEKDAY.fullmatch(head)
    if found is None:
        return None
    last = found["to"] or re.sub("本|周|星期|礼拜", "", head)[0]
    return f"本周{last}", int(found["d"]) if found["d"] else None
