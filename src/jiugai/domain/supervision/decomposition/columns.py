"""Tells the columns of tables of tasks by their heads (表头): 工作任务, 责任单位, 完成时限."""

import re
from collections.abc import Sequence
from enum import Enum


class TaskColumn(Enum):
    """What a column of a table of tasks holds (列)."""

    TASK = "task"
    LEADS = "leads"
    ASSISTS = "assists"
    DEADLINE = "deadline"
    SERIAL = "serial"
    OTHER = "other"


_TASK = re.compile(r"任务|事项|内容|工作|措施|职责|要求|项目名称|问题|整改|举措|要点|目标|项目$")
_LEADS = re.compile(
    r"责任|牵头|主办|承办|落实单位|实施单位|实施主体|^单位$|^部门$|单位名称|部门名称|责任人|主体"
)
_ASSISTS = re.compile(r"配合|协办|协助|参与")
_DEADLINE = re.compile(r"时限|时间|期限|节点|进度要求|完成日期")
SERIAL = re.compile(r"序\s*号|编号|序|号")
_BESIDE = re.compile(
    r"序号|编号|序|备注|类别|分类|进展|完成情况|联系人|领导|联系电话|领域|来源|标准|数量|进度"
)
_NO_HEAD = re.compile(r"[【】\[\]。；，：:、\d]|(?:表|清单|台账|安排|通知|计划|方案|工作法|会)$")
_IN_BRACKETS = re.compile("（[^（）]*）$|\\([^()]*\\)$")
_LONGEST_HEAD = 16


def columns_of(heads: Sequence[str]) -> list[TaskColumn]:
    """Return what the columns hold, or nothing if this is no head of a table of tasks."""
    if any(len(head) > _LONGEST_HEAD or re.search(r"[。；]", head) for head in heads):
        return []
    found = [_column(head) for head in heads]
    has_task = TaskColumn.TASK in found
    if has_task and (TaskColumn.LEADS in found or TaskColumn.DEADLINE in found):
        return found
    return []


def is_head(text: str) -> bool:
    """Say whether a text may be the head of a column, of a task or of what stands beside it."""
    text = _IN_BRACKETS.sub("", text)
    is_short = 0 < len(text) <= _LONGEST_HEAD and not _NO_HEAD.search(text)
    return is_short and (_column(text) is not TaskColumn.OTHER or _BESIDE.search(text) is not None)


def _column(head: str) -> TaskColumn:
    head = _IN_BRACKETS.sub("", head)
    if SERIAL.fullmatch(head):
        return TaskColumn.SERIAL
    for pattern, column in (
        (_ASSISTS, TaskColumn.ASSISTS),
        (_LEADS, TaskColumn.LEADS),
        (_DEADLINE, TaskColumn.DEADLINE),
        (_TASK, TaskColumn.TASK),
    ):
        if pattern.search(head):
            return column
    return TaskColumn.OTHER
