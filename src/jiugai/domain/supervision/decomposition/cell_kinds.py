"""Tells what a cell of a table of tasks holds by how it looks (单元格): a number, a body, a day, a task.

Tables lose their columns in copying. What a cell is then shows only in itself, so each is weighed
against each column that it might stand in.
"""

import re

from jiugai.domain.supervision.decomposition.columns import TaskColumn as Column

_NUMBER = re.compile(r"\d{1,3}[.、．]?|（\d{1,3}）")
_MOMENT = (
    r"(?:20\d\d年|今年|明年|本年|当年|[本下次]个?月|\d{1,2}月份?|\d{1,2}[日号]"
    r"|[一二三四1-4]季度|[上下]半年|[上中下]{1,2}旬|[年月季][底末初中]|[底末初]|年内|春节|国庆节?|中秋节?|元旦)"
)
_AROUND = r"(?:[，、；至到—~–\-（）/\s]|起|之?前|以前|之?内|完成|全部|全面|开工|启动|投用|力争|确保|于|在|首批|其余|分批)"
_DAY = re.compile(rf"{_AROUND}*{_MOMENT}(?:{_AROUND}|{_MOMENT})*")
_FULL_DAY = re.compile(r"20\d\d[./-]\d{1,2}(?:[./-]\d{1,2})?前?|\d{1,2}\.\d{1,2}前?")
_IN_OTHER_WORDS = re.compile(
    r"长期|持续|常态化?|立即|立行立改|即知即改|即时|全年|按时|适时|随时|每.{1,10}"
    r"|.{0,12}(?:长期坚持|持续推进|常态化推进|持续进行)|[^，；。]{1,14}[^目]前|[^，；。]{2,14}(?:后|期间|[\d一二三五十]+[天日]内|工作日内|[月周年]内)"
)
_BODY_ENDS = (
    "局|委|办|政府|公司|部门|单位|街道|中心|银行|集团|管委会|委员会|居委会|业委会|社区|学校|医院|大队|支队|总队"
    "|院|厅|站|所|队|处|科|股|室|部|会|组|专班|指挥部|[县市区镇乡州]|企业|等|主体|机构|网格员|物业"
)
_ACTS = (
    "(?:新建|完成|拆除|召开|组织|开展|成立|设立|组建|建成|建立|编制|实施|推进|落实|加强|清理|整治|做好|更换|增设"
    "|启动|举办|修建|配建|扩建|建设(?=.{4})|改造(?=.{3}))"
)
_BODY = re.compile(rf"(?!{_ACTS})[^，；、。\d]{{1,24}}?(?:{_BODY_ENDS})(?:（[^（）]{{1,20}}）)?")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱江尹薛闫"
    "段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_PERSON = re.compile(rf"[{_SURNAMES}][\u4e00-\u9fff·×某*]{{1,2}}")
_PARTS = re.compile(r"[、，,；;/\s]|和(?=[市县区省])|及(?=[市县区省各相])|牵头|配合|负责|[：:]")
_LONGEST_DAY, _LONGEST_BODIES, _LONG = 30, 120, 12
_NEVER = -6.0


def is_number(text: str) -> bool:
    """Say whether a cell is a number that counts rows."""
    return _NUMBER.fullmatch(text) is not None


def is_day(text: str) -> bool:
    """Say whether a cell says nothing but by when."""
    plain = text.strip("。 ")
    if len(plain) > _LONGEST_DAY:
        return False
    return any(pattern.fullmatch(plain) for pattern in (_DAY, _FULL_DAY, _IN_OTHER_WORDS))


def is_calendar_day(text: str) -> bool:
    """Say whether a cell is a day of the calendar and nothing else."""
    return any(pattern.fullmatch(text.strip("。 ")) for pattern in (_DAY, _FULL_DAY))


def is_bodies(text: str) -> bool:
    """Say whether a cell names bodies and nothing else."""
    flat = re.sub("（[^（）]*）", "", text.strip("。 "))
    parts = [part for part in _PARTS.split(flat) if part]
    return (
        bool(parts)
        and len(text) <= _LONGEST_BODIES
        and all(_BODY.fullmatch(part) for part in parts)
    )


def fit(text: str, column: Column) -> float:
    """Return how well a cell fits a column; below nought it does not."""
    if is_number(text):
        return {Column.SERIAL: 3.0, Column.OTHER: 0.5}.get(column, _NEVER)
    if column is Column.SERIAL:
        return _NEVER
    if is_calendar_day(text):
        return {Column.DEADLINE: 4.0, Column.OTHER: -1.5}.get(column, _NEVER)
    if is_bodies(text):
        return _of_bodies(column)
    if is_day(text):
        return {Column.DEADLINE: 3.0, Column.OTHER: 0.5, Column.TASK: 0.0}.get(column, _NEVER)
    return _of_words(text, column)


def _of_bodies(column: Column) -> float:
    found = {Column.LEADS: 3.0, Column.ASSISTS: 3.0, Column.OTHER: 0.0, Column.TASK: -2.0}
    return found.get(column, _NEVER)


def _of_words(text: str, column: Column) -> float:
    is_long = len(text) >= _LONG
    if column is Column.TASK:
        return 2.0
    if column is Column.OTHER:
        return 0.0 if is_long else 1.2
    if column in (Column.LEADS, Column.ASSISTS) and _PERSON.fullmatch(text):
        return 0.8
    return -3.0 if column is not Column.DEADLINE else _NEVER
