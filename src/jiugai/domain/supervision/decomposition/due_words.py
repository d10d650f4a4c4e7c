"""Tells a deadline from another day (期限辨认): 6月底前完成 is one, 2000年底前建成的小区 is none."""

import re
from dataclasses import dataclass

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
_SINCE = re.compile(
    r"(?:(?<!时间|日期|期限|报名|申报)(?:截至|截止)到?|自|从|自从|早在)(?:目前|现在)?$"
)
_CLOSES = re.compile(r"(?:时间|日期|期限|报名|申报)(?:截至|截止)(?:到|于|为|在|是)?$")
_SPAN_OF_PAST = re.compile(r"(?:近|前|过去|最近|未来)$")
_EVENT = re.compile(
    r"起|以来|开始|至今|召开|印发|下发|出台|以后|后|来(?![验检督调指查现抽复])|，?全(?:省|市|国)|的?(?:会议|通报|全市|全省)|上午|下午|晚"
)
_OF_A_THING = re.compile(
    "[^，；]{0,6}?(?:建成|竣工|建造|修建|建设|交付|投入使用|投用|批复|申报|下达|开工建设|开工|确定|列入|纳入|实施|报送|通报|提出|明确|印发|通过|签订"
    "|完工|取得|批示|指示|反映|来信)(?:[^，；]{0,14})?的"
)
_OF_YEAR = re.compile("[\u4e00-\u9fff]{2,6}的")  # 2022年结转的小区
# 在11月26日调研时指出: when somebody said it
_ON_TOUR = re.compile(
    "[^，；]{0,8}(?:调研|考察|督导|检查|讲话|批示|座谈|视察|走访)[^，；]{0,4}(?:时|中|期间)"
)
_RIGHT = re.compile(
    "的?(?:申请|申报|投标|参评|评优|承接|准入|从业|参与)[^，；]{0,6}(?:资格|权利|业务|市场)"
)
_WHICH = re.compile("[^，；]{2,20}的")
_SUPPLIES = re.compile(
    "，?(?:起|正式|如期)?(?:试[运供压水]|开栓|并网|投产|通[水电气车暖热]|供[水电气暖热](?!企业|单位|管|季|期|条件|能力|设施|中心|站|厂|公司))"
)
# 7月15日高考结束后: from when, not by when.
_ONCE_DONE = re.compile(
    "[^，；]{0,10}?(?:结束|完成|召开|印发|开始|启动|到位|批复|验收|竣工|过|闭幕)(?:之|以)?后"
)
# 由6月底延长至8月底: the first is no longer due; 可延至7月底 is not yet due.
_PUT_OFF = re.compile("(?:延[长期]?|调整|推迟|提前|改|变更|顺延)[至到为]")
_MAY_SLIP = re.compile("可(?:以|适当|酌情)?(?:延[长期]?|顺延|推迟|放宽)[至到]$")
# 下次会议定于3月27日召开, 提交3月中旬专班会议审议: the day of a meeting is no deadline.
_OWN_MEETING = re.compile(
    "(?:下一?[次回]|本次|此次|这次|会议)(?:会议|例会|碰头会|调度会)?(?:时间)?(?:暂|拟|初步)?(?:定|安排|放)?[于在]?$"
)
_OF_MEETING = re.compile("的?[^，；]{0,6}(?:会议|常务会|例会|大会|办公会)(?:审议|研究|讨论|审定)")
_BEGINS = re.compile("开始[^，；]{2,}")  # 11月8日开始热态试运行; not 采暖期11月15日零时开始
_FROM = re.compile("(?:自|从)$")
_PLANNABLE = ("召开", "印发", "下发", "出台")
_TOPIC = re.compile("(?:根据|按照|结合|对照|针对|围绕|依据|参照|遵照|就)(?![^，]*(?:要|须|应)$)")
_PERIODS = frozenset(
    {Calendar.PART_OF_YEAR, Calendar.YEAR_END, Calendar.MONTH, Calendar.YEAR, Calendar.PERIODIC}
)
_PAPER = re.compile(
    "的?[^，；]{0,10}?(?:报告|总结|报表|数据|清单|台账|情况|资料|预算|名单|信息|统计表?|考核|绩效|费用?|经费|补助|奖补|补贴|贷款|指标|任务|计划|方案|目标|工资|账目|月报|季报|年报|简报|通报)"
)
# 三季度末补助资金支付率达到75%: at the end of a span still to come, a rate is to be reached.
_TO_REACH = re.compile(
    "[^，；]{0,20}率[^，；]{0,6}?(?:达到?|不低于|提高到|突破|超过)[^，；]{0,4}[0-9]"
)
_OVERLAP = 2  # the paper's last word may look like an act: 报告, 通报
_FULFILLED = re.compile("，?(?:全面|基本|全部|累计|共)*(?:完成|实现|建成|达到)(?!的|项目|任务)")
_ONLY_THINGS = re.compile("[^，；]{0,8}(?:项目|小区|县区|街道|企业|工程|地区|房屋)?$")
_OBJECT_FIRST = re.compile("[对将把]")
_AND_ACT = re.compile("(?:并|且|、|和)?(?:投入|交付)?(?:使用|到位|完毕|投产)")
_SPANS = frozenset({Calendar.PART_OF_YEAR, Calendar.YEAR_END})
_WORK_OF = re.compile(
    "(?:的|[^，；]{0,10}?(?:工作|形势|情况|目标|重点|经济|收官|考核|节点|窗口|时机))"
)
_KIND_OF = re.compile("安全|防汛|防风|隐患|检查|慰问|走访|督查|巡查|供应|维稳|市容|大?扫除")
_TODAY = ("今天", "今日")
_AT_LATEST = re.compile(
    "(?:不(?:能|得|许)?(?:超过|晚于|迟于)|最迟(?:在|于)?|最晚(?:在|于)?|至迟(?:在|于)?)$"
)
_FIXED = re.compile(
    "(?:放|定|安排|延长|展期|调整|确定|改|提前|推迟|延期?|顺延|时间|日期|期限|时限)(?:在|到|至|于|为)$"
)
_CONDITION = re.compile(
    "[^，；]*?(?:不|未|没)[^，；]*的(?:项目|小区|单位|县区|街道|问题|工程|企业)?，?$"
)
_BOUND = re.compile("(?:低|少|高|多|大|小|晚|迟)于|超过")
_UP_TO = re.compile("(?:力争|确保|争取)?[到至]|(?:自|从)?(?:即日|现在|今天|今日)起?[到至]")
# 建设期2023年6月至2025年12月: how long something lasts is a fact.
_TERM = re.compile("(?:建设|合作|合同|有效|服务|质保|过渡|规划|租赁|任)期(?:限)?[为是自从：]?$")
_TILL = re.compile(r"(?:到|至|于|在|截至)$")


@dataclass(frozen=True, slots=True)
class DaySetting:
    """Where words of a day stand (所处).

    Attributes:
      is_ahead: whether the day that they say is later than the text's own.
      in_goals: whether the heading above is one of goals: 工作目标.
    """

    is_ahead: bool = False
    in_goals: bool = False


def sets_deadline(words: DayWords, text: str, rules: Grammar, place: DaySetting) -> bool:
    """Say whether words of a clause set a deadline."""
    before = text[: words.start]
    if _tells_event(words, text, place) or _CONDITION.match(text, words.end):
        return False
    if _TERM.search(before):
        return False
    if is_of_a_thing(words, text, rules) or _lasts(words, text, rules):
        return False
    if not words.before and (_names_paper(words, text, rules, place) or _TOPIC.match(before)):
        return False
    past = _SPAN_OF_PAST if words.kind is Calendar.WITHIN else _SINCE
    if past.search(before) and not words.is_range:
        return False
    fixed = words.kind in _DAYS and (_FIXED.search(before) or _CLOSES.search(before))
    if _AT_LATEST.search(before) or fixed:
        return True
    if words.before:
        return words.kind is not Calendar.OCCASION or not _KIND_OF.match(text, words.end)
    if words.kind in _SURE:
        return words.kind not in _SPANS or not _qualifies(words, text, rules)
    if words.kind is Calendar.YEAR:
        # 2022年改造129个 says in which year, not by when; only a goal of a year ends with it.
        is_goal = place.in_goals and not before
        is_goal = is_goal and _FULFILLED.match(text, words.end) is not None
        return is_goal or _TILL.search(before) is not None
    if words.kind is Calendar.NEAR and not words.before:
        return words.part not in _TODAY and rules.act.search(text, words.end) is not None
    if words.kind in _DAYS:
        if place.is_ahead and _UP_TO.fullmatch(before):
            return True  # 到2024年6月，完成一期工程
        return _is_point(words, text, rules, place)
    return words.kind is Calendar.WEEKDAY


def _tells_event(words: DayWords, text: str, place: DaySetting) -> bool:
    """Say whether a day is that of an event; one still to come, 6月中旬召开听证会, is due then."""
    if words.kind is Calendar.PERIODIC:
        return False  # 每月末召开一次调度会
    before = text[: words.start]
    if not words.before and _ON_TOUR.match(text, words.end):
        return True
    meets = before.endswith("于") and not before.startswith("会议")  # 听证会于8月上旬召开
    if not words.before and _ONCE_DONE.match(text, words.end):
        return True
    if _OWN_MEETING.match(before) or (
        not words.before and _OF_MEETING.match(text, words.end) is not None
    ):
        return True
    if _PUT_OFF.match(text, words.end) or _MAY_SLIP.search(before):
        return True
    found = _EVENT.match(text, words.end)
    if found is None or meets or words.before:
        return False
    begins = _BEGINS.match(text, words.end) is not None and not _FROM.search(before)
    return not (place.is_ahead and (found[0] in _PLANNABLE or begins))


def _names_paper(words: DayWords, text: str, rules: Grammar, place: DaySetting) -> bool:
    """Say whether a span only says of what time a paper or a sum is: 一季度分析报告, 6月份数据."""
    if words.kind not in _PERIODS or (words.start and text[words.start - 1] in "于在到至"):
        return False
    if place.is_ahead and words.text[-1] in "末底" and _TO_REACH.match(text, words.end):
        return False
    said = _PAPER.match(text, words.end)
    act = rules.act.search(text, words.end)
    return said is not None and (act is None or act.start() >= said.end() - _OVERLAP)


def _lasts(words: DayWords, text: str, rules: Grammar) -> bool:
    """Say whether a span only says how long a ban holds: 五年内不得转让; 不得低于 is no such ban."""
    if words.kind is Calendar.WITHIN and _RIGHT.match(text, words.end):
        return True
    ban = rules.ban.search(text) if words.kind is Calendar.WITHIN else None
    return ban is not None and not _BOUND.match(text, ban.end())


def _qualifies(words: DayWords, text: str, rules: Grammar) -> bool:
    """Say whether a span only says of what time something is: 下半年工作, 下半年项目申报工作."""
    begins = rules.act.match(text, words.end) or rules.adverbs.match(text, words.end)
    return begins is None and _WORK_OF.match(text, words.end) is not None


def _is_point(words: DayWords, text: str, rules: Grammar, place: DaySetting) -> bool:
    """Say whether a day without 前 says by when all the same: 6月开工, 3月底."""
    if place.is_ahead and _SUPPLIES.match(text, words.end):
        return True
    if place.is_ahead and words.month and words.end - words.start == len(text):
        return True  # 6月15日，各街道上报清单
    if words.month_word and words.day is None and not words.part:
        return False  # 本月: in which month, but not by when
    has_act = rules.act.search(text, words.end) is not None
    wished = words.month is None and rules.aim.search(text, 0, words.start) is not None
    return words.is_range or bool(words.part) or has_act or wished


def is_of_a_thing(words: DayWords, text: str, rules: Grammar) -> bool:
    """Say whether a day only says of what age or batch something is: 2000年底前建成的.

    An act right before 的 says of which, 6月底前完工的小区; with an object between them the day is
    that of the act, 9月底前明确各标段的责任人, unless the clause names nothing but places or works.
    """
    acted_upon = not words.before and _OBJECT_FIRST.match(text, max(words.start - 1, 0))
    if acted_upon and _WHICH.match(text, words.end):
        return True  # 对4月份检查发现问题较多的3家单位
    if words.kind is Calendar.YEAR and not words.before and _OF_YEAR.match(text, words.end):
        return True
    found = _OF_A_THING.match(text, words.end)
    if found and (not words.before or _ONLY_THINGS.match(text, found.end())):
        return True
    act = rules.act.search(text, words.end)
    if act and _OBJECT_FIRST.search(text, words.end, act.start()):
        return False  # 上半年对已改造的小区评估一次
    while act and text[act.end() : act.end() + 1] != "的":
        after = rules.act.match(text, act.end())
        act = after or _AND_ACT.match(text, act.end())
    return act is not None
