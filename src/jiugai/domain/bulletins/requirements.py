"""The fourth section: what is asked, by when (下步要求). A day that no document gives is not made up."""

from jiugai.domain.bulletins import binding, wording
from jiugai.domain.bulletins.draft import Draft
from jiugai.domain.bulletins.figures import Deadline, Step
from jiugai.domain.bulletins.standing_figures import league_groups
from jiugai.domain.calendar import days_left
from jiugai.domain.programme.targets import Strength

_BY_WHEN = {
    Strength.MUST: "必须于{due}前{demand}",
    Strength.STRIVE: "力争于{due}前{demand}",
    Strength.ENCOURAGE: "鼓励于{due}前{demand}",
}


def write_requirements(draft: Draft) -> None:
    """Write the section: deadlines, the works, the money, the returns."""
    figures = draft.figures
    draft.first("下步要求")
    if figures.deadlines:
        draft.second("紧盯时限抓进度")
        order = sorted(
            enumerate(figures.deadlines, start=1),
            key=lambda each: (each[1].due_on is None, each[1].due_on or figures.as_of),
        )
        draft.say("".join(f"{_deadline(draft, number, each)}。" for number, each in order))
    zero = any(league_groups(league)["zero"] for league in figures.leagues)
    if zero or figures.overdue:
        draft.second("逐个项目倒排工期")
        draft.say(
            "有关县区要对尚未开工、已过期限的项目逐个查明原因，明确开工完工日期和责任人，"
            "建立清单，完成一项、销号一项，并据此倒排工期。"
        )
    if figures.idle:
        draft.second("加快资金拨付使用")
        draft.say(
            "有关县区要对已到位资金逐笔列出拨付计划，做到专户存储、专账管理、专款专用，"
            "不得滞留、挤占、截留、挪用。"
        )
    draft.second("如实按时报送数据")
    by_when = f"于{draft.fig('report.due')}前" if draft.has("report.due") else "按时"
    draft.say(
        f"各县区要随时录入开工、完工、验收和资金事实并附凭据，{by_when}报送下期月报，"
        "不得虚报、瞒报、迟报。"
    )


def _deadline(draft: Draft, number: int, deadline: Deadline) -> str:
    cohort = f"{draft.fig(f'd{number}.year')}批次" if deadline.cohort is not None else ""
    cited = f"（{deadline.source}）" if deadline.source else ""
    if deadline.due_on is None:
        return f"{cohort}{deadline.demand}的期限未定，文件未写期限，明确后另行通知{cited}"
    due, days = draft.fig(f"d{number}.due"), draft.fig(f"d{number}.days")
    left = _left(draft, deadline)
    if left == "":
        return f"{cohort}已达到{due}前{deadline.demand}的要求{cited}"
    rest = f"尚有{left}，" if left else ""
    remaining = days_left(deadline.due_on, draft.figures.as_of)
    if remaining < 0:
        late = f"{deadline.demand}的期限为{due}，已过{days}"
        return f"{cohort}{late}，{rest}有关县区要书面说明原因并重新排定工期{cited}"
    by_when = _BY_WHEN[deadline.strength].format(due=due, demand=deadline.demand)
    distance = f"距期限{days}" if remaining else "今日到期"
    return f"{cohort}{rest}{by_when}{cited}，{distance}"


def _left(draft: Draft, deadline: Deadline) -> str | None:
    """Return what is left to do, ``""`` if nothing is, None if it is not known."""
    if deadline.cohort is None or deadline.step not in binding.LEFT_ID or deadline.step is None:
        return None
    basis = draft.figures.basis
    left_id = f"c{deadline.cohort}.{binding.LEFT_ID[deadline.step]}.{basis.value}"
    figure = draft.book.get(left_id)
    if figure is None:
        return None
    if figure.value == 0:
        return ""
    word = "通过竣工验收" if deadline.step is Step.ACCEPTED else wording.STEP[deadline.step]
    return f"{draft.fig(left_id)}{wording.NOUN[basis]}未{word}"
