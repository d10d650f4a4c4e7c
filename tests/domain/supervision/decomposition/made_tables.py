"""Tables of tasks flattened to a cell a line, in the shapes that copying gives (自造拉平表格).

Columns in any order, with and without numbers, cells left empty or broken over lines, heads that come
again on a new page, headings between the rows, a title above, prose and a signature below.
"""

from dataclasses import dataclass
from datetime import date

from hypothesis import strategies as st

from tests.domain.supervision.decomposition.made_records import TODAYS, made_day

_ACTS = (
    "编制管网改造方案",
    "新建中压燃气管道18.6公里",
    "42个台区配电网增容改造，满足取暖用电需求",
    "拨付首批补助资金0.46亿元",
    "取缔禁燃区内散煤销售点",
    "房屋安全鉴定全覆盖",
    "建立楼栋台账，做到一户一档",
    "开展燃气隐患排查，对查出的隐患逐户整改",
    "供热管网冲洗打压及二次网平衡调试",
)
_BODIES = (
    "县住建局",
    "市财政局",
    "城关街道办",
    "各县（市、区）政府",
    "国网安康供电公司",
    "市水务集团",
    "市城管局、市公安局",
    "市发改委",
    "江北社区居委会",
)
_TASK = ("工作任务", "重点任务", "工作内容", "任务", "主要措施")
_WHO = ("责任单位", "牵头单位", "承办部门", "责任主体", "责任单位（人）")
_WHEN = ("完成时限", "时间节点", "办结期限", "完成时间")
_OPEN = ("长期坚持", "每月28日前", "供暖前", "")
_NOTES = ("省级重点", "已列入计划", "跨年项目", "")
_SECTIONS = ("一、前期准备", "二、工程建设", "三、运行保障")
_ENDS = (
    (),
    ("备注：", "1.各单位于6月10日前报送联络员名单。"),
    ("注：每月通报一次。",),
    ("各单位要切实提高认识，认真抓好落实。", "安康市人民政府", "2018年6月1日"),
    ("三、工作要求", "各级各部门要强化督导。"),
    ("安康市人民政府办公室", "2018年6月1日印发"),
)
_BROKEN = {"序号": ("序", "号"), "完成时限": ("完成", "时限"), "备注": ("备", "注")}


@dataclass(frozen=True, slots=True)
class MadeTable:
    """A flattened table.

    Attributes:
      due: by what is to be done; None where the table leaves it open. ``who`` likewise.
      is_plain: whether its cells allow one reading: none is empty, or the rows are counted.
    """

    text: str
    today: date
    due: dict[str, date | None]
    who: dict[str, str]
    is_plain: bool


@st.composite
def made_cell_tables(draw: st.DrawFn) -> MadeTable:
    """Draw a table of two to five rows, a cell or a part of one on each line."""
    today = draw(TODAYS)
    count = draw(st.integers(2, 5))
    acts = draw(st.lists(st.sampled_from(_ACTS), min_size=count, max_size=count, unique=True))
    bodies = draw(st.lists(st.sampled_from(_BODIES), min_size=count, max_size=count, unique=True))
    names = [draw(st.sampled_from(each)) for each in (_TASK, _WHO, _WHEN)]
    heads = list(draw(st.permutations((*names, *draw(st.sampled_from(((), ("备注",))))))))
    numbered = draw(st.booleans())
    heads = ["序号", *heads] if numbered else heads
    holes = draw(st.booleans())
    width = draw(st.sampled_from((99, 99, 14)))
    head_lines = [part for head in heads for part in _head(head, draw(st.booleans()))]
    lines = ["重点任务分解表", *head_lines]
    due: dict[str, date | None] = {}
    who: dict[str, str] = {}
    again = draw(st.sampled_from((0, 1, 2)))
    parted = draw(st.booleans())
    for number, (act, body) in enumerate(zip(acts, bodies, strict=True), 1):
        words, ahead = draw(made_day(today))
        day: date | None = ahead
        if holes and draw(st.booleans()):
            words, day = draw(st.sampled_from(_OPEN)), None
        body_said = "" if holes and draw(st.booleans()) else body
        # What stands empty before the task is merged with the cell above.
        groups = not body_said and heads.index(names[1]) < heads.index(names[0])
        due[act], who[act] = day, "".join(bodies[:number]) if groups else body_said
        said = dict(zip(names, (act, body_said, words), strict=True))
        said |= {"序号": str(number), "备注": draw(st.sampled_from(_NOTES))}
        if parted and number <= len(_SECTIONS):
            lines.append(_SECTIONS[number - 1])
        for head in heads:
            lines += _wrapped(said[head], width)
        lines += ["", *head_lines] if again and number % 3 == again else []
    lines += draw(st.sampled_from(_ENDS))
    is_plain = (numbered or (not holes and width > 20)) and "备注" not in heads
    return MadeTable("\n".join(lines), today, due, who, is_plain)


def _head(head: str, broken: bool) -> tuple[str, ...]:
    return _BROKEN.get(head, (head,)) if broken else (head,)


def _wrapped(text: str, width: int) -> list[str]:
    return [text[at : at + width] for at in range(0, len(text), width)]
