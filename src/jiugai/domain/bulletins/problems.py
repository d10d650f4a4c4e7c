"""The third section: problems, with the units and projects named (存在问题).

Facts only: what was due, what has not happened, how long ago. Why it has not is for the county
to say.
"""

from collections.abc import Sequence

from jiugai.domain.bulletins import wording
from jiugai.domain.bulletins.draft import Draft
from jiugai.domain.bulletins.figures import League, OverdueSite, Step
from jiugai.domain.bulletins.standing_figures import league_groups

NAMED = 6
"""Sites or sums named in the text; more than these are listed in an appendix instead."""

_NOT_YET = {
    Step.APPLIED: "尚未申报",
    Step.PLANNED: "尚未获批",
    Step.STARTED: "尚未开工",
    Step.COMPLETED: "尚未完工",
    Step.ACCEPTED: "尚未通过竣工验收",
}


def write_problems(draft: Draft) -> None:
    """Write the section: counties at zero, sites overdue, money lying idle, returns late."""
    draft.first("存在问题")
    before = len(draft.paragraphs)
    for number, league in enumerate(draft.figures.leagues, start=1):
        _zero(draft, number, league)
    _overdue(draft)
    _idle(draft)
    _late(draft)
    if len(draft.paragraphs) == before:
        draft.say(f"截至{draft.fig('snapshot.asof')}，从已录入的事实中未发现应予通报的问题。")


def listed_apart(things: Sequence[object]) -> bool:
    """Say whether there are too many to name in the text, so that an appendix lists them."""
    return len(things) > NAMED


def _zero(draft: Draft, number: int, league: League) -> None:
    zero = league_groups(league)["zero"]
    if not zero:
        return
    word, noun = wording.STEP[league.step], wording.NOUN[league.basis]
    draft.second(f"部分县区尚无{noun}{word}")
    names = draft.counties([row.name for row in zero])
    group = f"等{draft.fig(f'l{number}.zero')}县区" if len(zero) > 1 else ""
    planned = ""
    if draft.has(f"l{number}.zeroplanned"):
        planned = f"，涉及计划{noun}{draft.fig(f'l{number}.zeroplanned')}"
    year = draft.fig(f"l{number}.year")
    done = "通过竣工验收" if league.step is Step.ACCEPTED else word
    draft.say(f"{names}{group}{year}批次尚无{noun}{done}{planned}。")


def _overdue(draft: Draft) -> None:
    sites = draft.figures.overdue
    if not sites:
        return
    draft.second("部分项目未按期推进")
    total = draft.fig("o.count")
    if listed_apart(sites):
        draft.say(
            f"截至{draft.fig('snapshot.asof')}，已过期限仍未完成相应环节的项目有{total}，名单见附件。"
        )
        return
    named = [_site(draft, number, site) for number, site in enumerate(sites, start=1)]
    draft.say(f"截至{draft.fig('snapshot.asof')}，已过期限仍未完成相应环节的项目有{total}。")
    draft.say("；".join(named) + "。")


def _site(draft: Draft, number: int, site: OverdueSite) -> str:
    stem = f"o{number}"
    due = f"应于{draft.fig(f'{stem}.due')}前{wording.STEP[site.step]}"
    who = f"{draft.county(site.county)}{draft.fig(f'{stem}.name')}"
    year = draft.fig(f"{stem}.year")
    return f"{who}（{year}批次）{due}，{_NOT_YET[site.step]}，逾期{draft.fig(f'{stem}.days')}"


def _idle(draft: Draft) -> None:
    if not draft.figures.idle:
        return
    draft.second("部分资金到位后尚未拨付")
    if draft.figures.idle_limit:
        limit = draft.fig("i.limit")
        draft.say(f"以下只列资金到位满{limit}、项目尚未开工的。")
    if listed_apart(draft.figures.idle):
        count, total, since, days = (
            draft.fig(f"i.{key}") for key in ("count", "total", "since", "days")
        )
        draft.say(
            f"截至{draft.fig('snapshot.asof')}，到位后尚未拨付的资金有{count}，合计{total}，"
            f"其中最早的于{since}到位，已有{days}未拨付，明细见附件。"
        )
        return
    named = []
    for number, money in enumerate(draft.figures.idle, start=1):
        sum_, since, days = (draft.fig(f"i{number}.{key}") for key in ("money", "since", "days"))
        who = draft.county(money.county)
        named.append(f"{who}{money.purpose}{sum_}，{since}到位，已有{days}未拨付")
    draft.say("；".join(named) + "。")


def _late(draft: Draft) -> None:
    names = draft.figures.late_reporters
    if not names:
        return
    draft.second("部分县区月报报送不及时")
    group = f"等{draft.fig('t.count')}县区" if len(names) > 1 else ""
    draft.say(f"{draft.counties(names)}{group}未按规定时间报送本期月报。")
