"""Records, flattened tables and monthly plans made from templates, their truth known (自造记录与台账).

The fields of a record stand in whichever order, under names of whichever form; each record has a
body and a day of its own, and nothing may be handed on from one record to the next.
"""

from datetime import date, timedelta

from hypothesis import strategies as st

from tests.domain.supervision.decomposition.made_orders import (
    MadeBlock,
    month_end,
)

_BODIES = ("县住建局", "市财政局", "城关街道办", "石泉县政府", "市水务集团", "市城管局")
_ACTS = (
    "编制管网改造方案",
    "报送12个小区的项目清单",
    "拨付首批补助资金",
    "签订施工合同",
    "拆除楼顶违建34处",
    "建立楼栋台账",
    "更换破损井盖",
)
_WHO = ("责任单位", "牵头单位", "整改责任单位", "承办单位", "办理部门", "市级责任部门")
_WHEN = ("完成时限", "整改时限", "办结期限", "时间节点", "计划完成时间", "要求办结时间")
_WHAT = ("整改措施", "工作任务", "办理要求", "重点任务", "下一步措施")
_TOLD = ("存在问题", "目前进展", "问题", "核查情况", "主要原因")
_FACTS = ("台账缺项17处", "已完成招标2个标段", "4月份以来进度滞后", "正在与群众沟通")
_OPENERS = ("序号", "编号", "事项名称", "")
_SHAPES = ("{name}：{what}", "【{name}】{what}", "{name}：{what}。")


@st.composite
def made_day(draw: st.DrawFn, today: date) -> tuple[str, date]:
    """Draw a day ahead, and words that say it."""
    ahead = today + timedelta(days=draw(st.integers(1, 150)))
    own = "" if ahead.year == today.year else f"{ahead.year}年"
    said = [
        (f"{own}{ahead.month}月{ahead.day}日前", ahead),
        (f"{ahead.year}年{ahead.month}月{ahead.day}日", ahead),
        (f"{own}{ahead.month}月底前", month_end(ahead.year, ahead.month)),
        (f"{ahead.year}年{ahead.month}月底", month_end(ahead.year, ahead.month)),
        (f"{ahead.year}年{ahead.month}月{ahead.day}日前完成", ahead),
    ]
    return draw(st.sampled_from(said))


TODAYS = st.dates(date(2019, 1, 5), date(2026, 11, 20))


@st.composite
def made_records(draw: st.DrawFn) -> MadeBlock:
    """Draw records whose fields stand in one order, the same in each."""
    today = draw(TODAYS)
    count = draw(st.integers(2, 3))
    bodies = draw(st.lists(st.sampled_from(_BODIES), min_size=count, max_size=count, unique=True))
    acts = draw(st.lists(st.sampled_from(_ACTS), min_size=count, max_size=count, unique=True))
    who, when, what, told = (draw(st.sampled_from(names)) for names in (_WHO, _WHEN, _WHAT, _TOLD))
    kinds = draw(st.sampled_from((("who", "when", "what"), ("who", "when", "what", "told"))))
    order = draw(st.permutations(kinds))
    opener, shape = draw(st.sampled_from(_OPENERS)), draw(st.sampled_from(_SHAPES))
    lines, due = [], {}
    for number, (body, act) in enumerate(zip(bodies, acts, strict=True), 1):
        words, due[body] = draw(made_day(today))
        said = {
            "who": (who, body),
            "when": (when, words),
            "what": (what, act),
            "told": (told, draw(st.sampled_from(_FACTS))),
        }
        lines += [f"{opener}：{number}"] if opener else []
        lines += [shape.format(name=said[kind][0], what=said[kind][1]) for kind in order]
    return MadeBlock("问题整改台账\n" + "\n".join(lines), today, dict(due), f"{order} {shape}")


@st.composite
def made_done_records(draw: st.DrawFn) -> MadeBlock:
    """Draw a record that is done already before one that is not."""
    today = draw(TODAYS)
    one, two = draw(st.lists(st.sampled_from(_BODIES), min_size=2, max_size=2, unique=True))
    act = draw(st.sampled_from(_ACTS))
    words, day = draw(made_day(today))
    done = draw(st.sampled_from(("已完成", "2018年底前（已完成）", "已办结")))
    task = draw(st.sampled_from(("整改情况：已开设专户，于3月30日发放", "整改措施：补发工资")))
    text = (
        f"序号：1\n问题：拖欠工资。\n{task}。\n责任单位：{one}\n整改时限：{done}\n"
        f"序号：2\n问题：底数不清。\n整改措施：{act}。\n责任单位：{two}\n整改时限：{words}"
    )
    return MadeBlock(text, today, {two: day}, done)


@st.composite
def made_flat_tables(draw: st.DrawFn) -> MadeBlock:
    """Draw a table of tasks whose cells stand one a line, or apart by blanks."""
    today = draw(TODAYS)
    count = draw(st.integers(2, 4))
    bodies = draw(st.lists(st.sampled_from(_BODIES), min_size=count, max_size=count, unique=True))
    acts = draw(st.lists(st.sampled_from(_ACTS), min_size=count, max_size=count, unique=True))
    heads = list(draw(st.permutations(("工作任务", "责任单位", "完成时限"))))
    numbered = draw(st.booleans())
    between = draw(st.sampled_from(("\n", " ", "  ", "\t")))
    rows, due = [["序号", *heads] if numbered else heads], {}
    for number, (body, act) in enumerate(zip(bodies, acts, strict=True), 1):
        words, due[body] = draw(made_day(today))
        said = {"工作任务": act, "责任单位": body, "完成时限": words}
        cells = [said[head] for head in heads]
        rows.append([str(number), *cells] if numbered else cells)
    text = "重点任务分解表\n" + "\n".join(between.join(row) for row in rows)
    return MadeBlock(text, today, dict(due), f"{heads} {numbered} {between!r}")


@st.composite
def made_months(draw: st.DrawFn) -> MadeBlock:
    """Draw a plan of a month: what stands under 上旬 is due on its tenth day."""
    today = draw(TODAYS.filter(lambda day: day.month < 12 and day.day > 20))
    month = today.month + 1
    days = {"上旬": 10, "中旬": 20, "下旬": month_end(today.year, month).day}
    bodies = draw(st.lists(st.sampled_from(_BODIES), min_size=3, max_size=3, unique=True))
    acts = draw(st.lists(st.sampled_from(_ACTS), min_size=3, max_size=3, unique=True))
    title = draw(
        st.sampled_from((f"{month}月份重点工作安排", f"市住建局{today.year}年{month}月份工作计划"))
    )
    shape = draw(st.sampled_from(("{m}、{p}\n{n}.{a}。（{b}）", "{m}、{p}工作\n{n}.{b}{a}。")))
    parts = zip("一二三", days, acts, bodies, "123", strict=True)
    text = "\n".join([title, *(shape.format(m=m, p=p, a=a, b=b, n=n) for m, p, a, b, n in parts)])
    due = {
        body: date(today.year, month, day) for body, day in zip(bodies, days.values(), strict=True)
    }
    return MadeBlock(text, today, dict(due), shape)
