"""Tells a deadline from another day (期限辨认): 6月底前完成 is one, 2000年底前建成的小区 is none."""

import re

from jiugai.domain.supervision.decomposition.dates import Calendar, DayWords
from jiugai.domain.supervision.decomposition.grammar import Grammar

_SURE = frozenset(
    {
        Calendar.YEAR_END,
        Calendar.PART_OF_YEAR,
        Calendar.PLAN_END,
        Calendar.WITHIN,
        Calendar.FESTIVAL,
        Calendar.PERIODIC,
    }
)
_DAYS = (Calendar.DAY, Calendar.MONTH)
_SINCE = re.compile(r"(?:截至|截止|截止到|截至到|自|从|自从|早在)(?:目前|现在)?$")
_SPAN_OF_PAST = re.compile(r"(?:近|前|过去|最近|未来)$")
_EVENT = re.compile(
    r"起|以来|开始|至今|召开|印发|下发|出台|以后|后|来(?![验检督调指查现抽复])|，?全(?:省|市|国)|的?(?:会议|通报|全市|全省)|上午|下午|晚"
)
_OF_A_THING = re.compile(
    "[^，；]{0,6}?(?:建成|竣工|建造|修建|建设|交付|投入使用|投用|批复|申报|下达|开工建设|开工|确定|列入|纳入|实施|报送|通报|提出|明确|印发|通过|签订"
    "|完工|取得)(?:[^，；]{0,14})?的"
)
_SPANS = frozenset({Calendar.PART_OF_YEAR, Calendar.YEAR_END})
_WORK_OF = re.compile("(?:的|[^，；]{0,10}?(?:工作|形势|情况|目标|重点|经济|收官|考核))")
_KIND_OF = re.compile("安全|防汛|防风|隐患|检查|慰问|走访|督查|巡查|供应|维稳|市容|大?扫除")
_TODAY = ("今天", "今日")
_AT_LATEST = re.compile(
    "(?:不(?:能|得|许)?(?:超过|晚于|迟于)|最迟(?:在|于)?|最晚(?:在|于)?|至迟(?:在|于)?)$"
)
_FIXED = re.compile("(?:放|定|安排|确定|改|提前|推迟|延期?|顺延|时间)(?:在|到|至|于|为)$")
_CONDITION = re.compile(
    "[^，；]*?(?:不|未|没)[^，；]*的(?:项目|小区|单位|县区|街道|问题|工程|企业)?，?$"
)
_BOUND = re.compile("(?:低|少|高|多|大|小|晚|迟)于|超过")
_TILL = re.compile(r"(?:到|至|于|在|截至)$")
_FULFILLED = re.compile(
    "，?(?:全面|基本|全部|力争|确保|计划|要|将|累计|共)*(?:完成|实现|建成|达到|形成|改造|新建|开工|建设|新增|完工|启动|新开工|整治)(?!的|项目|任务|计划|工作|方案|目标)"
)


def sets_deadline(words: DayWords, text: str, rules: Grammar) -> bool:
    """Say whether words of a clause set a deadline."""
    before = text[: words.start]
    meets = before.endswith("于") and not before.startswith("会议")  # 听证会于8月上旬召开
    told = not (meets or words.before) and _EVENT.match(text, words.end) is not None
    told = told or _CONDITION.match(text, words.end) is not None
    if told or is_of_a_thing(words, text) or _lasts(words, text, rules):
        return False
    past = _SPAN_OF_PAST if words.kind is Calendar.WITHIN else _SINCE
    if past.search(before) and not words.is_range:
        return False
    if _AT_LATEST.search(before) or (words.kind in _DAYS and _FIXED.search(before)):
        return True
    if words.before:
        return words.kind is not Calendar.OCCASION or not _KIND_OF.match(text, words.end)
    if words.kind in _SURE:
        return words.kind not in _SPANS or not _qualifies(words, text, rules)
    if words.kind is Calendar.YEAR:
        at_head = not before and _FULFILLED.match(text, words.end) is not None
        return at_head or _TILL.search(before) is not None
    if words.kind is Calendar.NEAR and not words.before:
        return words.part not in _TODAY and rules.act.search(text, words.end) is not None
    if words.kind in _DAYS:
        return _is_point(words, text, rules)
    return words.kind is Calendar.WEEKDAY


def _lasts(words: DayWords, text: str, rules: Grammar) -> bool:
    """Say whether a span only says how long a ban holds: 五年内不得转让; 不得低于 is no such ban."""
    ban = rules.ban.search(text) if words.kind is Calendar.WITHIN else None
    return ban is not None and not _BOUND.match(text, ban.end())


def _qualifies(words: DayWords, text: str, rules: Grammar) -> bool:
    """Say whether a span only says of what time something is: 下半年工作, 下半年项目申报工作."""
    begins = rules.act.match(text, words.end) or rules.adverbs.match(text, words.end)
    return begins is None and _WORK_OF.match(text, words.end) is not None


def _is_point(words: DayWords, text: str, rules: Grammar) -> bool:
    """Say whether a day without 前 says by when all the same: 6月开工, 3月底."""
    if words.month_word and words.day is None and not words.part:
        return False  # 本月: in which month, but not by when
    has_act = rules.act.search(text, words.end) is not None
    wished = words.month is None and rules.aim.search(text, 0, words.start) is not None
    return words.is_range or bool(words.part) or has_act or wished


def is_of_a_thing(words: DayWords, text: str) -> bool:
    """Say whether a day only says of what age or batch something is: 2000年底前建成的."""
    return _OF_A_THING.match(text, words.end) is not None
