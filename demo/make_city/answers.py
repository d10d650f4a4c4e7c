"""What was said of a few doubts, and what came of them (说明与认定): the others still wait."""

from collections.abc import Iterator
from dataclasses import dataclass

from demo.make_city.city import City
from demo.make_city.places import PLACE


@dataclass(frozen=True, slots=True)
class _Told:
    """One doubt of the story: about which project and month, explained and ruled on when."""

    cohort: int
    which: int
    month: str
    check: str
    explained_at: str
    words: str
    grade: str
    paper: str
    ruled_at: str
    ruling: str
    seen: str
    stops: bool = False


_TOLD = (
    _Told(
        *(2019, 4, "2020-07", "measures_diverge", "2020-08-10T09:40"),
        "施工单位先报了完工，五层住户的防水还没有做完，实际8月1日才完工",
        *("pending", "", "2020-08-19T10:15", "upheld", "竣工资料写的是8月1日，7月不算完工"),
    ),
    _Told(
        *(2019, 12, "2020-08", "copy_forward", "2020-09-08T15:20"),
        "经办人休假，没有到现场量，先沿用了上个月的数",
        *("estimate", "", "2020-09-18T16:05", "upheld", "监理月报6月至8月一直在施工，数是照抄的"),
    ),
    _Told(
        *(2019, 11, "2020-08", "hard_logic", "2020-09-07T11:30"),
        "填串了一行，累计投资填成了别的项目的，9月月报已按监理计量改回",
        *("pending", "", "2020-09-15T09:25", "upheld", "计量单与9月月报一致，8月的数填错"),
    ),
    _Told(
        *(2019, 7, "2020-10", "above_plan", "2020-11-09T10:05"),
        "入户核实时多出门面楼上的10户，一并做了改造，户数按实际报",
        *("paper", "平旧改〔2020〕7号变更单", "2020-11-13T14:40", "dismissed", "变更单属实"),
    ),
    _Told(
        *(2019, 18, "2020-10", "paid_beyond_progress", "2020-11-10T16:20"),
        "按合同付了管材预付款，管材堆在场外仓库，没有计入完成投资",
        *("paper", "供货合同第6条", "2020-11-24T11:10", "unclear", "合同有此条，库存没有点到数"),
    ),
    _Told(
        *(2019, 20, "2020-12", "copy_forward", "2021-01-08T09:55"),
        "违建拆除受阻，9月30日起停工，等城管局清场，没有施工",
        *("pending", "", "2021-01-12T10:30", "dismissed", "看了停工令和监理日志，停工属实"),
        stops=True,
    ),
)


def as_toml(city: City) -> str:
    """Return what was said as TOML, each thing with its moment."""
    sites = {
        (site.cohort, site.which): site
        for site in city.programme.everyone()
        if site.which is not None
    }
    lines = ["# 疑点的说明和认定：县区怎么说，市里认定是什么；没有写到的还在等."]
    for told in _TOLD:
        site = sites[told.cohort, told.which]
        about = [
            f'county = "{PLACE[site.place].code}"',
            f'month = "{told.month}"',
            f'check = "{told.check}"',
            f'project = "{site.project}"',
        ]
        lines += ["", "[[answer]]", *about, *_explained(told)]
        lines += ["", "[[answer]]", *about, *_ruled(told)]
    return "\n".join(lines) + "\n"


def _explained(told: _Told) -> Iterator[str]:
    yield f"at = {told.explained_at}:00+08:00"
    yield 'kind = "explain"'
    yield f'words = "{told.words}"'
    yield f'grade = "{told.grade}"'
    if told.paper:
        yield f'paper = "{told.paper}"'
    if told.stops:
        yield "stops = true"


def _ruled(told: _Told) -> Iterator[str]:
    yield f"at = {told.ruled_at}:00+08:00"
    yield 'kind = "rule"'
    yield f'ruling = "{told.ruling}"'
    yield f'words = "{told.seen}"'
