"""Tells what a clause does (句意): order, report, or appeal.

An order says an act that is to come; a report says what was or is; an appeal (统一思想, 形成合力)
asks for what nobody can show to be done. Only orders that are definite become tasks.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jiugai.domain.supervision.decomposition.grammar import Grammar
from jiugai.domain.supervision.decomposition.sentences import VEIL


@dataclass(frozen=True, slots=True)
class Sense:
    """What a clause does (句意).

    Attributes:
      act_at: where its first act begins; None if it has none.
      order_at: where it says 要, 必须, 不得 …; None if it does not.
      firm: its acts with an outcome that can be shown.
      is_slogan: whether it is an appeal and nothing else.
      is_formula: whether it only opens or closes a paper: 请认真贯彻执行.
      is_told: whether it says what has been done; ``describes``: how things are.
      aim_at: where it says 确保, 力争 …; None if it does not.
      strives: whether it says more than 达到, which reports say too.
      states: whether it says what something is or means.
      turns: whether it turns from a report to orders: 会议决定.
      recurs: whether it says how often: 每季度…一次, 定期.
      bans: whether it forbids.
      hurries: whether it says 尽快, 立即 …
    """

    act_at: int | None
    order_at: int | None
    firm: tuple[str, ...] = ()
    is_slogan: bool = False
    is_formula: bool = False
    is_told: bool = False
    describes: bool = False
    aim_at: int | None = None
    strives: bool = False
    states: bool = False
    turns: bool = False
    recurs: bool = False
    bans: bool = False
    hurries: bool = False

    @property
    def is_report(self) -> bool:
        """Say whether it reports and orders nothing."""
        return self.is_told or self.describes

    @property
    def is_marked(self) -> bool:
        """Say whether a word of its own makes it an order: 要, 力争, 尽快."""
        return self.order_at is not None or self.strives or self.hurries

    @property
    def begins_at(self) -> int | None:
        """Return where the order or the act begins; what stands before is who, what and when."""
        starts = [at for at in (self.act_at, self.order_at) if at is not None]
        return min(starts, default=None)


BODY = "\ue001"
"""Stands for each character of a body's name."""
_AFTER = re.compile(rf"^[^，{VEIL}{BODY}]{{2,16}}(?<![今会])后(?=[{VEIL}{BODY}由])")
_OF_REPORTS = ("达到", "实现", "控制在")
_TODAY = re.compile("今天|今日|昨天|昨日|刚才|自[^，]*以来$|[^，]*以来$")
_TOLD = re.compile(
    "[^，]{0,6}(?:合同|协议)约定|现?申请延[期长]|去年[^，]{0,6}(?:定|说|承诺|要求|计划|答应)|[^，]{0,8}我(?:要|会|将|再|还)(?:再|还)?(?:来|去|带|到|亲自|看)|(?:特此)?(?:恳请|恳求|请求)|去年(?:这个时候|此时|同期|年[初底末])|当时|当初|上次|上回|有(?:的|些)?(?:同志|县区|单位|人|干部|部门|群众)?(?:说|讲|认为|反映|问)"
)
_SHORTEST_BAN, _LONGEST_FORMULA, _AT_HEAD = 2, 22, 2
_THINGS = "问题|小区|项目|单位|县区|部门|地区|工程|区域|情况|企业|街道|社区|楼栋|设施|事项|县|镇|的"
_TOPIC = re.compile(
    r"^为(?:了|切实|确保|加快|进一步|深入|全面|有效|更好|贯彻|落实|规范|做好|推进|推动|保障|提高|解决|巩固|持续|扎实|充分|防止|保证|强化|加强)|"
    rf"^(?:今后|同时|此外)?(?:(?:对|对于|针对|关于|凡|凡是)[^，]*?(?:的?(?:{_THINGS}))"
    rf"|(?:属于|涉及|存在|发现|尚未|仍未|逾期|待|经|拟|未|已|符合|具备|不符合|纳入|列入)[^，]*?的(?:[^，]{{0,8}}?(?:{_THINGS}))?)$"
    "|(?:这个?|那个?|这项|这块|这件)(?:事|事情|问题|工作)?$|^关于[^，]*(?:一事|事宜|事项|的事)$|^(?:根据|按照|依据|遵照|依照|对照)[^，]*(?:规定|要求|精神|部署|安排|原则|意见|通知|文件|办法|实际|情况|标准|职责|分工|关系|结果|清单|台账|原因)$|^就[^，]*(?:工作|问题|事项|情况)$|^通过[^，]{4,}$|^[^，是]{4,}的$|^(?:还没有?|尚未|仍未|没有|未)[^，]*的[^，]*(?:项目|小区|单位|问题|乡镇|县区|街道|楼栋|工程|户)$|^在[^，]*下$|^从[^，]*看$|^除[^，]*外$|(?:后|之后|以后|时|基础上|同时|前提下|过程中|情况下|方面)\ue000*$"
)
_OF_BODIES = re.compile(rf"[^，]{{2,24}}的{BODY}[{BODY}、和与及等各]*")
_DONE = re.compile(
    r"分别完成\d|(?:收集|走访|入户|排查|化解|受理|发放|张贴|接待|召开|开展|解决|整改)[^，]{0,10}\d+(?:余|多)|拖(?:到|至|了)|占[^，]{2,12}的?\d[\d.]*%|已(?:于|基本|全部|全面|完成|建成|竣工|投入)(?![^，]*的)|(?<![为除到])了(?![解望结多几])|(?:说|表示|介绍|告诉记者)$"
)
# 已完工的成果, 已开工项目: of which, not what was done.
_FORESEEN = re.compile("(?:可能(?!性)|或将|预计|预期|有望|估计|本应|本该)(?![^，]*的)")
_OWED = re.compile("应[^，；]{0,16}的[^，；]{0,20}(?:至今|迄今|仍|尚)(?:未|没|有|在|滞)")
_AS_IT_STANDS = re.compile(
    "(?:目前|现在|现|至今|截至目前)(?:仅|只|才|已|还)?(?:为|是|有|达)[\\d一二三四五六七八九十]"
)
_OF_WHICH = re.compile(
    "[^，、]{1,8}的|(?:开工|完工|建成|改造|竣工|验收|整改|投用|交付|签约|批复|入库|完成|征收|拆除|加装|下达)"
    "(?:项目|小区|工程|问题|单位|县区|电梯|设施|管网|楼栋|房屋|资金)(?![0-9余近达共])"
)
_ACTED_UPON = re.compile(rf"[{VEIL}\ue001，]*(?:对|将|把|针对)[^，]{{0,12}}已")
_GIVEN = re.compile(f"[{VEIL}，]*由{BODY}")
_DONE_YET = ("已", "已经", "曾")
_OF_OBJECT = re.compile("(?:^|，)(?:对|将|把|针对)[^，的]{0,16}$")  # 对2021年以来未结算的项目
_NOUNS = re.compile(
    r"(?:改造|建设|整治|提升|治理|施工|整改|督导|检查|推进|实施|管理|考核|验收|设计|审批|监管|招标|投资|工作|评审|保障|统筹|调查|宣传|安排|组织|落实|实行|建成|开工|完工|拨付|申报)"
    r"(?=项目|工作|任务|计划|方案|小区|内容|工程|资金|进度(?!款)|过程|要求|标准|单位|部门|领导|对象|范围|模式|规划|机制|办法|清单|台账|行动|主体|成效|情况|投资|成本|难度|条件|率|面积|规模|总量|户数|长度|环节|阶段|氛围|动员|的|中(?![央心国小学型华])|后|前|时|期间|效果)"
    r"|(?:处理|拆迁|维修|检测|鉴定|补偿|补助|补贴|贷款|安置|勘察|测绘|评选|培训|服务|保护|运营|运行|维护|养护|试点|处分|演练|报送)"
    r"(?=厂|站|设施|费|能力|中心|工地|范围|效果|方式|费用|企业|机构|人员|队伍|程序|流程|手续|经费|业务|力量|平台|系统|报告|质量|水平|改造|方案|资金|标准|工作|项目|协议|合同|单位|口径)"
)
_WITHOUT_OBJECT = re.compile(
    r"书面说明|书面检查|书面检讨|更正|改正|订正|纠正|抽样检测|抽检|抽查|督办|排查|开工|动工|复工|完工|竣工|验收|移交|交付|接管|销号|办结|招标|招投标|整改|公示|公布|公开|通报|约谈|问责|追责|挂网|备案|立项|归档|印发|出台|下发|拆除|倾斜|进场|会商|签约|采购|清理|查处|批复|评审|支付|拨付|公告|取样|送检"
)
_PHRASE = re.compile(
    r"^(?:我们|大家|各级)?(?:也|还|并|但|而|要|须)*(?:(?P<sole>为(?!了)|以(?!下)|由于|因|是|这|正是)|从|在|按照|按|围绕|结合|根据|通过)"
)
_PHRASE_END = re.compile(
    r"等?方面|要求|原则|基础上|方式|形式|途径|措施|标准|思路|过程中|契机|抓手|情况"
)
_EVENT = re.compile(
    r"(?:开展|组织|实施|进行)[^，]{0,40}?(?:活动|整治|行动|检查|排查|培训|评选|督查|调查|审计|督办|演练|检测|攻坚|评估|验收|招标|普查|核查|考核|演示|比武|整改|回头看|核实|核对|清查|摸排|摸底|测算|论证|评审|核定|清算|结算|决算|认定|评定|审核|审定|测量|测绘|检验|化验|消毒|疏通|养护|巡检|监测|整顿|处置|回访|走访|公示|清理|拆除|修复|维修|更换|约谈|通报|处罚|登记|备案|鉴定|复查|复核|抽查|抽检|巡查|清运|消杀|维护|加固|清洁|宣传)(?:工作)?$"
    r"|(?:推行|实行|推广|执行|落实)[^，]{0,40}?(?:制度|体制|机制|模式|制|办法|做法)$|资金[^，]{0,14}到位|形成[^，]{2,14}(?:机制|制度|方案|清单|台账|报告)|倒排工期|挂图作战|做好[^，]{0,24}(?:预案|方案|台账|清单|档案|登记|记录)$|明确[^，]{0,16}(?:责任人|专人|时限|牵头单位|责任单位|责任部门|时间节点)"
)
_KINDS_OF_WORK = re.compile(
    "(?:做好|抓好|搞好|推进|加强|强化|统筹|协调)[^，]*(?:工作|任务|活动)$"
    "|(?:补齐|补上|弥补)[^，]*(?:短板|弱项|欠账|不足)$"
)
_IDLE = re.compile("有误|松懈|马虎|懈怠|迟疑|含糊|推诿|有丝毫|掉以轻心|大意|放松|走过场|搞形式")
_EMPTY = re.compile("[\ue000的了好各项到位]")
_OFTEN = re.compile(
    r"每(?:个)?(?:半年|半个月|半月|两周|季度|季|年|月|旬|周|日|天)[^，；]{0,12}(?:次|通报|召开|调度|报送|报告|督查|检查|例会|研究|汇总|更新|排名|测量|巡查|排查|上报|消毒|跟踪|督导|反馈|推进会|碰头)|每(?:半年|季度?|年|半?月|旬|周|日|天)[^，；]{0,40}[一两二三四五0-9]次|[日周旬月季]调度|(?:每[日天周旬月季]|每半月|一[日天周旬月季])一(?:调度|通报|督查|督导|报|汇总|排名|小结|研判|会商|更新|汇报|反馈|巡查|检查|碰头|总结|例会|清)|一个?(?:周|礼拜|星期|月|季度)(?:出|发|报|开|搞|通报|调度|检查)一[期次回份]|定期(?:通报|召开|会商|报告|报送|开展|检查|研究|督查)"
)
_FALLS_SHORT = re.compile(
    r"(?:不够\w{0,4}|不到位|不力|滞后|缓慢|不高|不扎实|不足|不强|不实|不细|不严|不紧|跟不上|不及时|不规范|不平衡|不理想|不顺畅|差距(?:较大|不小|很大)?|(?:不小|较大|很大)(?:的)?差距|较慢|较大|较多|偏慢|偏低|未(?:能)?(?:按期|按时|如期|及时|按要求)[^，的]{0,6})$"
)
_TURNS = re.compile(r"决定|议定|要求|强调|明确由|责成|同意由|现要求")
_STATES = re.compile(
    r"(?:范围|对象|内容|名单)(?:主要)?(?:包括|包含|涵盖)|(?<![就都也更还可但若要算])(?:就|都|也|更)?是(?=[^否非指，：][^，：])|(?:^|[，：])(?:意味着|具有|事关|关系|关乎|体现|承载|必然|就会|就能|有利于|能够|可以说)"
)


def sense(
    veiled: str,
    days: Sequence[tuple[int, int]],
    bodies: Sequence[tuple[int, int]],
    rules: Grammar,
) -> Sense:
    """Return what a clause does.

    :param veiled: the clause with quotes and brackets veiled.
    :param days: places of days, ``bodies`` of bodies: no act is looked for in them.
    """
    text = _blanked(_blanked(veiled, days, VEIL), bodies, BODY)
    text = _AFTER.sub(lambda found: VEIL * len(found[0]), text)
    if len(text.replace(VEIL, "")) <= _LONGEST_FORMULA and rules.formula.search(text):
        return Sense(None, None, is_formula=True)
    acts = [found for found in rules.act.finditer(text) if not _is_noun(found, text)]
    order, ban = _order(text, rules), rules.ban.search(text)
    aim = None if text.startswith("为") else rules.aim.search(text)
    recurs = _OFTEN.search(veiled) is not None
    hurries = rules.urgent.search(text) is not None
    is_topic = order is None and (
        (_TOPIC.search(text) or _is_named_work(text, acts)) is not None
        or _is_of_bodies(text, rules)
    )
    if is_topic:
        acts = []
    begins = min((found.start() for found in (order, *acts[:1]) if found), default=_AT_HEAD)
    may_report = order is None and not is_topic
    return Sense(
        acts[0].start() if acts else None,
        order.start() if order else None,
        tuple(_firm(_asked(text, order), rules)),
        is_slogan=not recurs and _only_slogans(text, rules),
        is_told=may_report and _tells(text, veiled, begins, rules),
        describes=may_report and not (aim or hurries) and _describes(text, begins, rules),
        aim_at=aim.start() if aim else None,
        strives=aim is not None and aim[0] not in _OF_REPORTS,
        states=_STATES.search(text) is not None,
        turns=_TURNS.search(text) is not None,
        recurs=recurs,
        bans=ban is not None
        and len(text) - ban.end() >= _SHORTEST_BAN
        and not _IDLE.match(text, ban.end()),
        hurries=hurries,
    )


def _order(text: str, rules: Grammar) -> re.Match[str] | None:
    """Return the word of order; what 要求 asked for once and was not done is told: …未按期完成."""
    found = rules.modal.search(text)
    if found is None or (found[0] == "要求" and _FALLS_SHORT.search(text)):
        return None
    return None if _is_owed(found, text, rules) else found


def _is_owed(order: re.Match[str], text: str, rules: Grammar) -> bool:
    """Say whether an order only says of which: 应于9月底前移交的资料(至今未移交)."""
    if order[0] not in _OWING:
        return False
    act = rules.act.search(text, order.end())
    while act and (after := rules.act.match(text, act.end())):
        act = after
    if act is None or _OBJECT_FIRST.search(text, order.end(), act.start()):
        return False
    if text[act.end() : act.end() + 1] != "的":
        return False
    rest = text[act.end() :]
    return _STILL.search(rest) is not None or not any(
        not _is_noun(found, text) for found in rules.act.finditer(text, act.end())
    )


_OWING = ("应", "应当", "应该", "须", "要")
_OBJECT_FIRST = re.compile("[对将把]")
_STILL = re.compile("至今|迄今|仍|尚|还(?:未|没|有)|未|已")


_LACKS = re.compile("[没未不仍尚]|低于|超过|滞后|落后|靠后")  # 配套资金没到位的县区


def _is_of_bodies(text: str, rules: Grammar) -> bool:
    """Say whether a clause only says which bodies: 尚未开工的石泉县、平利县; not 成立…的专班."""
    is_act = rules.act.match(text) is not None and not _LACKS.search(text)
    return not is_act and _OF_BODIES.fullmatch(text) is not None


def _asked(text: str, order: re.Match[str] | None) -> str:
    """Return a clause with what stands before its order veiled: 排查出的问题要…, 退出的县区要…"""
    return VEIL * order.start() + text[order.start() :] if order else text


def _tells(text: str, veiled: str, begins: int, rules: Grammar) -> bool:
    """Say whether a clause tells what was done: 已, 目前, 了 …"""
    if any(said.search(text) for said in (_DONE, _OWED, _FORESEEN, _AS_IT_STANDS)) or _TOLD.match(
        veiled
    ):
        return True
    past = _TODAY.match(veiled) or rules.past.search(text)
    if past and past[0] not in _DONE_YET and _GIVEN.match(text):
        return False  # 由县审计局对2018年以来的…开展审计
    if past is None or past.start() > begins or _OF_WHICH.match(text, past.end()):
        return False
    # 对已完工程量进行核定: of what is acted upon, not what was done.
    is_object = past[0] == "已" and _ACTED_UPON.match(text) is not None
    is_object = is_object or _OF_OBJECT.search(text[: past.start()]) is not None
    return not is_object


def _describes(text: str, begins: int, rules: Grammar) -> bool:
    """Say whether a clause tells how things are; 滞后的小区 only says of which."""
    if _FALLS_SHORT.search(text):
        return True
    if text.startswith(("对", "针对")):
        return False
    found = rules.describing.search(text)
    return found is not None and found.start() <= begins and not text.startswith("的", found.end())


def _blanked(text: str, taken: Sequence[tuple[int, int]], filler: str) -> str:
    for start, end in taken:
        text = text[:start] + filler * (end - start) + text[end:]
    return text


def _is_named_work(text: str, acts: Sequence[re.Match[str]]) -> re.Match[str] | None:
    """Return the work that a clause only names, 老旧小区改造, or None."""
    if not acts or acts[0].start() == 0 or acts[0].end() < len(text) or len(text) > _LONGEST_NAME:
        return None
    return None if _BUSY.match(text) else _WORK.search(text)


_WORK = re.compile("(?:改造|建设|治理|整治|管理|服务|保障|监管)$")
_BUSY = re.compile("加强|推进|加快|强化|做好|抓好|深化|全面|统筹|有序|稳步|继续|严格|规范")
_LONGEST_NAME = 20


_HOW = re.compile(
    "(?:同步|及时|尽快|抓紧|足额|分批|按时|按期|如期|立即|限期|逐[一项户栋个]|一次性|依法|依规|按规定|按程序|(?<!原)计划|拟)$"
)


_HANDS_IN = re.compile(
    "(?:报送|申报|提交|上报)(?:[^，的]{0,8})(?:清单|台账|名单|材料|资料|报告|报表|总结|计划|方案|信息|表)$"
)


def _is_noun(found: re.Match[str], text: str) -> bool:
    """Say whether a word of act stands for a thing: 改造项目, 开工的, 验收后; not 及时拨付资金."""
    if _HOW.search(text[: found.start()]) or _HANDS_IN.match(text, found.start()):
        return False
    if text.startswith(("阶段", "环节"), found.end()):
        return True
    return text[found.end() : found.end() + 1] == "的" or (
        _NOUNS.match(text, found.start()) is not None
    )


def _firm(text: str, rules: Grammar) -> Iterator[str]:
    """Yield the firm acts that have an object of their own, vague objects apart."""
    phrase = _PHRASE.match(text)
    if phrase:
        ends = list(_PHRASE_END.finditer(text))
        if phrase["sole"] and not ends:
            return
        text = VEIL * ends[-1].end() + text[ends[-1].end() :] if ends else text
    event = _EVENT.search(text)
    if event and not event[0].startswith(("组织领导", "组织保障")):
        yield event[0][:2]
    sanction = _SANCTION.search(text)
    if sanction:
        yield sanction[0]
    for idle in (_KINDS_OF_WORK, rules.slogan):
        text = idle.sub(lambda found: VEIL * len(found[0]), text)
    for found in rules.firm.finditer(text):
        if _is_noun(found, text):
            continue
        rest = _EMPTY.sub("", text[found.end() :])
        is_whole = not rest and (
            _WITHOUT_OBJECT.match(found[0]) is not None
            or text.endswith("一律", 0, found.start())
            or _NAMED_BEFORE.search(text[: found.start()]) is not None
        )
        if is_whole or len(rules.vague.sub("", rest)) >= _SHORTEST_OBJECT:
            yield found[0]


# What is done to all without exception can be shown: 一律清出市场, 不予受理.
_SANCTION = re.compile("(?<!千篇)一律(?!平等)[^不，][^，]{2,}|(?:一律|概)?不(?:予|再)[^，]{2,}")
_SHORTEST_OBJECT = 2
# 对去年完工的小区逐一回访, 规划由县住建局修订: what it is done to stands before the act.
_NAMED_BEFORE = re.compile(
    rf"(?:对|将|把)[^，]{{4,}}(?:逐[一户栋项个片]|全部|全面|一律|均|予以)$"
    rf"|[^，]{{2,}}由{BODY}[{BODY}、和与]*(?:负责|牵头|具体|统一|分别|组织)*$"
)


def _only_slogans(text: str, rules: Grammar) -> bool:
    if not rules.slogan.search(text) and not rules.vague.search(text):
        return False
    bare = rules.modal.sub("", rules.vague.sub("", rules.slogan.sub("", text)))
    return len(_LINKS.sub("", bare)) < _FEWEST


_LINKS = re.compile(f"[{VEIL}、和与的地把了好并也更还既又都各为以要切实进一步继续不断全面]")
_FEWEST = 4
