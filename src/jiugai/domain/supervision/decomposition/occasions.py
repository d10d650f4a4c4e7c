"""Finds what says when in other words than a day (另行起算): 进场次日, 通热后, 根据检测结果, 今冬.

A duty whose time is told so does not fall due with the day of the clause before it; what is written
is kept, and no day is filled in.
"""

import re

from jiugai.domain.supervision.decomposition.deadlines import Deadline

_LEAD = r"[\ue001、和与及]*(?:并且?|且|同时|再|然后|还|也|要|应|须|将|可|由\ue001+|在|于|自|从|力争|确保|争取|，)*"
_NOT_AFTER = "今最然前先背售而此建往善落会滞改管"
# 县住建局汇总后编制清单: a step of one's own before the act, and no occasion that others set.
_OWN_STEP = "(?:汇总|整理|梳理|审核|初审|核实|核对|研究|讨论|修改|完善|盖章|签字|签章|统计|填写|确认){1,2}后"
_NO_BEFORE = "目提当眼此以超靠空面跟生日先之走朝向往年月周天号底末旬度内午"
_WHEN = (
    rf"(?:(?!{_OWN_STEP})[^，；\ue000]){{2,12}}?(?<![{_NO_BEFORE}])(?:之|以)?前"
    r"(?![期后述往景沿端瞻款列提来进置三线头面方行台])",
    r"[^，；\ue000]{0,12}?(?:次日|翌日|隔日|隔天|第二天)",
    rf"(?!经|报|呈|提请|上报|{_OWN_STEP})[^，；\ue000]{{1,14}}?(?<![{_NOT_AFTER}])(?:之|以)?后(?![一二两三四五六七八九十\d]{1, 2}[位名]|[续勤期备台门评果来面方顾者进退勤])",
    r"(?:散?会|培训|整改|改造)(?:之|以)?后",
    r"[^，；\ue000]{0,10}(?:期间|过程中)",
    r"(?:今[春夏秋冬]明?[春夏]?|明[春夏秋冬]|来年|(?:下|次|新)一?个?(?:年度|采暖季|采暖期|供暖季|供热期|学期)|采暖期|供暖期|供热期|汛期|冬季|夏季)",
    r"(?:根据|依据|视|结合|按照)[^，；]{0,14}(?:结果|情况|进展|进度)",
    r"每个?(?:年度?|半年|季度?|半?月|旬|周|星期|日|天)",
    r"按[月季周旬日年]度?|定期|不定期|适时|届时|随后|此后|今后|随时|长期|常年|平时|日常|常态化",
    r"(?:自|从)[^，；\ue000]{2,14}起",
)
_HEAD = re.compile(rf"{_LEAD}(?!\ue001)(?P<when>{'|'.join(_WHEN)})(?!的)")


def told_otherwise(veiled: str, start: int) -> Deadline | None:
    """Return what a clause says of its time without a day, or None.

    :param veiled: the clause with days, quotes and bodies veiled; ``start``: where it begins.
    """
    found = _HEAD.match(veiled)
    if found is None:
        return None
    said = found["when"]
    rule = f"“{said}”不是确定的一天，前文的期限不适用于此，未换算。"
    begin, end = start + found.start("when"), start + found.end("when")
    return Deadline(said, None, rule, begin, end, is_loose=True)
