"""The second section: who leads and who trails (县区排名), ties told as ties."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby

from jiugai.domain.bulletins import wording
from jiugai.domain.bulletins.binding import compact
from jiugai.domain.bulletins.draft import Draft
from jiugai.domain.bulletins.figures import League, Standing
from jiugai.domain.bulletins.standing_figures import league_groups

PLACES = 3
"""How many are named at each end, more if the last of them shares its rank."""


def write_standings(draft: Draft) -> None:
    """Write the section for every league; a rank never stands without its measure."""
    draft.first("县区排名情况")
    if not draft.figures.leagues:
        draft.say("本期没有可以比较的计划，不作排名。")
    for number, league in enumerate(draft.figures.leagues, start=1):
        ranked = league_groups(league)["all"]
        if not ranked:
            draft.say(f"{draft.fig(f'l{number}.year')}批次各县区均无计划，不作排名。")
        elif len({row.rate for row in ranked}) == 1:
            draft.say(_all_alike(draft, number, league, ranked[0].rate))
        else:
            draft.say(f"{'；'.join(_ends(draft, number, league, ranked))}。")


def _what(draft: Draft, number: int, league: League) -> str:
    by = wording.COUNTED_BY[league.basis]
    return f"{by}，{draft.fig(f'l{number}.year')}批次{wording.RATE[league.step]}"


def _all_alike(draft: Draft, number: int, league: League, rate: Fraction | None) -> str:
    """Say that all stand alike: no order is made where there is none."""
    by, year = wording.COUNTED_BY[league.basis], draft.fig(f"l{number}.year")
    word = wording.STEP[league.step]
    if rate == 0:
        return f"{by}，{year}批次各县区均尚未{word}，不分先后。"
    if rate == 1:
        return f"{by}，{year}批次各县区均已{wording.FULL[league.step]}，不分先后。"
    first = next(row for row in league.rows if row.rate is not None)
    shown = draft.fig(f"l{number}.{compact(first.code)}.rate")
    return f"{_what(draft, number, league)}各县区均为{shown}，不分先后。"


def _ends(draft: Draft, number: int, league: League, ranked: Sequence[Standing]) -> list[str]:
    """Say the leading, the trailing and the greatest rise."""
    above_zero = [row for row in ranked if row.rate]
    leading = _whole_groups(above_zero)
    trailing = [row for row in reversed(above_zero) if row not in leading]
    zero = league_groups(league)["zero"]
    rate = wording.RATE[league.step]
    parts = [f"{_what(draft, number, league)}居前的是：{_named(draft, number, leading)}"]
    if zero:
        rest = "其余" if len(leading) + len(zero) == len(ranked) else "有"
        rank = draft.fig(f"l{number}.{compact(zero[0].code)}.rank") if zero[0].rank else ""
        shared = f"，{rank}" if rank and zero[0].tied else ""
        parts.append(f"{rest}{draft.fig(f'l{number}.zero')}县区{rate}为零{shared}")
    elif trailing:
        last = sorted(_whole_groups(trailing), key=lambda row: row.rank or 0)
        parts.append(f"居后的是：{_named(draft, number, last)}")
    rising = _greatest_rise(league)
    if rising is not None:
        moved = draft.fig(f"l{number}.{compact(rising.code)}.move")
        parts.append(f"较上月上升最多的是{draft.county(rising.name)}，{moved}")
    return parts


def _whole_groups(rows: Sequence[Standing]) -> list[Standing]:
    """Return rows from the front until there are enough, never parting those that share a rank."""
    taken: list[Standing] = []
    for _, group in groupby(rows, key=lambda row: row.rank):
        if len(taken) >= PLACES:
            break
        taken.extend(group)
    return taken


def _named(draft: Draft, number: int, rows: Sequence[Standing]) -> str:
    """Return ``石泉县25.0%（第1位），汉阴县、平利县均为20.0%（并列第2位）``."""
    phrases = []
    for _, group in groupby(rows, key=lambda row: (row.rank, row.rate)):
        members = list(group)
        stem = f"l{number}.{compact(members[0].code)}"
        names = draft.counties([row.name for row in members])
        alike = "均为" if len(members) > 1 else ""
        rank = f"（{draft.fig(f'{stem}.rank')}）" if members[0].rank else ""
        phrases.append(f"{names}{alike}{draft.fig(f'{stem}.rate')}{rank}")
    return "，".join(phrases)


def _greatest_rise(league: League) -> Standing | None:
    """Return the county whose rate rose most, or None if none rose or several rose alike."""
    rises = [row for row in league.rows if row.change is not None and row.change > 0]
    if not rises:
        return None
    most = max(row.change for row in rises if row.change is not None)
    best = [row for row in rises if row.change == most]
    return best[0] if len(best) == 1 else None
