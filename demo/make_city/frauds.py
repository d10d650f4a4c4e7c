"""Figures that returns say otherwise than they are (虚报): planted, each with the months it falsifies.

Only money invested and paid and households done are touched: never a day that counts a start or a
completion, never money that arrived. What was said once is kept from falling where the lie ends, as
a careful liar keeps it; the truth stands in ``returns_truth.toml``, which the platform never reads.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from demo.make_city import story
from demo.make_city.cohorts import Site
from demo.make_city.progress import Figures

Told = Sequence[Figures]
"""What was said of the site in earlier months, the last one last."""


@dataclass(frozen=True, slots=True)
class Fraud:
    """What is false about a project's returns (虚报).

    Attributes:
      cohort, which: the project's place in the story.
      months: those whose figures were made up; later ones only keep them from falling.
      what: for whoever reads the truth, in Chinese.
    """

    kind: str
    cohort: int
    which: int
    months: tuple[str, ...]
    what: str


def _months(first: str, last: str) -> tuple[str, ...]:
    year, month = map(int, first.split("-"))
    found = [first]
    while found[-1] != last:
        year, month = year + month // 12, month % 12 + 1
        found.append(f"{year}-{month:02d}")
    return tuple(found)


FRAUDS = (
    Fraud("copy_forward", 2019, 12, _months("2020-06", "2020-08"), "三个月照抄5月的数"),
    Fraud("copy_forward", 2019, 17, _months("2020-11", "2021-01"), "三个月照抄10月的数"),
    Fraud("equal_steps", 2019, 16, _months("2020-05", "2020-11"), "每月一律加计划的一成一"),
    Fraud("over_report", 2019, 14, _months("2020-06", "2020-10"), "投资多报计划的四分之一"),
    Fraud("over_report", 2019, 10, _months("2020-05", "2020-09"), "投资多报计划的四成"),
    Fraud("year_end", 2020, 17, _months("2020-12", "2021-03"), "年底把投资报到计划的九成"),
    Fraud("year_end", 2020, 12, _months("2020-12", "2021-03"), "年底把投资报到计划的七成"),
    Fraud("year_end", 2020, 40, _months("2020-12", "2021-03"), "年底把投资报到计划的一半"),
    Fraud("paid_ahead", 2019, 18, _months("2020-08", "2020-12"), "工程没有干到，款先付出"),
    Fraud("paid_ahead", 2020, 9, _months("2020-12", "2021-01"), "工程刚开工，款已付一半"),
    Fraud("false_fall", 2019, 11, ("2020-08",), "填错一行，累计投资比上月少"),
)
_SHARES = {17: 0.9, 12: 0.7, 40: 0.5}
_STEP = 0.11
_MORE = {14: 0.25, 10: 0.4}
_AHEAD = {18: 0.4, 9: 0.5}


def told(site: Site, month: str, true: Figures, before: Told) -> Figures:
    """Return what a return says of a site in a month, in place of what is true."""
    if site.which is None:
        return true
    figures = true
    for fraud in FRAUDS:
        if (fraud.cohort, fraud.which) == (site.cohort, site.which):
            if month in fraud.months:
                return _KINDS[fraud.kind](site, figures, before)
            if month > fraud.months[-1] and fraud.kind != "false_fall":
                figures = _no_less(figures, before)
    return figures


def _no_less(figures: Figures, before: Told) -> Figures:
    if not before:
        return figures
    last = before[-1]
    return replace(
        figures,
        invested=max(figures.invested, last.invested),
        paid=max(figures.paid, last.paid),
        households=max(figures.households, last.households),
        buildings=max(figures.buildings, last.buildings),
    )


def _part(site: Site, share: float) -> int:
    return int(site.investment * share // 100) * 100


def _copied(_: Site, true: Figures, before: Told) -> Figures:
    last = before[-1]
    return replace(
        true, invested=last.invested, households=last.households, buildings=last.buildings
    )


def _in_steps(site: Site, true: Figures, before: Told) -> Figures:
    last = before[-1].invested if before else 0
    return replace(true, invested=min(last + _part(site, _STEP), _part(site, 0.97)))


def _more(site: Site, true: Figures, before: Told) -> Figures:
    more = min(true.invested + _part(site, _MORE[site.which or 0]), _part(site, 0.97))
    return _no_less(replace(true, invested=max(true.invested, more)), before)


def _at_year_end(site: Site, true: Figures, before: Told) -> Figures:
    share = _part(site, _SHARES[site.which or 0])
    return _no_less(replace(true, invested=max(true.invested, share)), before)


def _ahead(site: Site, true: Figures, before: Told) -> Figures:
    paid = min(true.invested + _part(site, _AHEAD[site.which or 0]), true.received)
    return _no_less(replace(true, paid=max(true.paid, paid)), before)


def _fallen(_: Site, true: Figures, before: Told) -> Figures:
    return replace(true, invested=before[-1].invested * 6 // 1000 * 100)


_KINDS: Mapping[str, Callable[[Site, Figures, Told], Figures]] = {
    "copy_forward": _copied,
    "equal_steps": _in_steps,
    "over_report": _more,
    "year_end": _at_year_end,
    "paid_ahead": _ahead,
    "false_fall": _fallen,
}


_SLIPPED = {
    "start": ("false_start", "报了开工而没有动工"),
    "completion": ("false_finish", "报了完工而没有做完"),
}


def truth(sites: Mapping[tuple[int, int], Site], code: Callable[[str], str]) -> Iterator[str]:
    """Yield the truth as TOML: what is planted here, and what the story tells falsely besides.

    :param sites: by cohort and place in the story.
    :param code: the code of a place.
    """
    yield "# 月报里埋下的虚报：哪个项目、哪几个月、假在哪里. 平台从不读这个文件，只给测试核对用."
    planted = [(f.kind, f.cohort, f.which, f.months, f.what) for f in FRAUDS]
    planted += [
        (*_SLIPPED[slip.step][:1], slip.cohort, slip.which, slip.months, _SLIPPED[slip.step][1])
        for slip in story.SLIPS
    ]
    for kind, cohort, which, months, what in planted:
        site = sites[cohort, which]
        yield from ("", "[[fraud]]", f'kind = "{kind}"', f'county = "{code(site.place)}"')
        yield f'project = "{site.project}"'
        yield f"cohort = {cohort}"
        yield f"months = [{', '.join(f'{chr(34)}{month}{chr(34)}' for month in months)}]"
        yield f'what = "{what}"'
