"""Knows the names of the fields of records (栏名), as they are listed and as they are formed.

A name is formed of what is meant and of the word for whom, when or what: 整改|责任单位, 办结|时限. So
one that no list has is known too.
"""

from jiugai.domain.supervision.decomposition.words import Words, alternatives

_OF = (
    "(?:整改|具体|主要|共同|第一|直接|项目|工作|任务|落实|督办|包保|包抓|分管|计划|预计|要求|最终|总体|建议"
    "|市级|县级|区级|市|县|区|镇){0,2}"
)
_WHOM = (
    "(?:单位|部门|科室|人员|人|领导|主体|股室|处室|镇街|街道|社区|企业|县区|区县|专班|机构|岗位)"
)
_LEAD = f"{_OF}(?:责任|牵头|主办|承办|实施|办理|主责|整改|负责|领办){_WHOM}"
_ASSIST = f"{_OF}(?:配合|协办|协助|参与|参加|协同){_WHOM}"
_DUE = (
    f"{_OF}(?:时限|期限|限期|时间节点|节点|截止日"
    "|(?:完成|办结|整改|落实|解决|销号|反馈|报送|提交|截止|交付|竣工|办理|推进)(?:时限|期限|时间|日期|节点|时点))"
)
_TOLD = (
    "(?!需|待|请|下一?步)[\u4e00-\u9fff]{0,6}"
    "(?<!解决)(?:情况|进展|现状|原因|问题|表现|成因|来源|规模|户数|成效)"
)
_TASK = (
    "(?:整改|工作|具体|办理|落实|推进|重点|下一?步|督办|交办|解决|年度|阶段){1,2}"
    "(?:措施|任务|举措|事项|要求|安排|打算|目标)"
)
CLOSED = "(?:】[：:]?|\\][：:]?|[）)]?[：:])"
"""What ends a name: a colon, or the bracket that opened it."""


def lead_name(words: Words) -> str:
    """Return a pattern for names of who is responsible: 责任单位."""
    return f"(?:{alternatives(words.lead_labels)}|{_LEAD})"


def assist_name(words: Words) -> str:
    """Return a pattern for names of who helps: 配合单位."""
    return f"(?:{alternatives(words.assist_labels)}|{_ASSIST})"


def due_name(words: Words) -> str:
    """Return a pattern for names of by when: 完成时限."""
    return f"(?:{alternatives(words.deadline_labels)}|{_DUE})"


def who_name(words: Words) -> str:
    """Return a pattern for names of who or by when."""
    return f"(?:{lead_name(words)}|{assist_name(words)}|{due_name(words)})"


def told_name(words: Words) -> str:
    """Return a pattern for names of what is told: 存在问题."""
    return f"(?:{alternatives(words.told_fields)}|{_TOLD})"


def task_name(words: Words) -> str:
    """Return a pattern for names of what is to be done: 整改措施."""
    return f"(?:{alternatives(words.task_fields)}|{_TASK})"
