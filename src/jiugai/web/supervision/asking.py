"""Which ranking is asked for (所问的排名): read from the address, offered as choices."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from jiugai.domain.reporting.indicators import Basis, Measure
from jiugai.domain.supervision.ranking import Ties
from jiugai.services.supervision.league import SECOND_KEYS
from jiugai.web.reporting.wording import offered

_TIES = ((Ties.SHARED, "率相同并列同一名次"), (Ties.RUNNING, "名次连续编号"))
_MOST_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """A ranking with its method, as asked for; what made no sense is the usual."""

    year: int
    measure: Measure
    basis: Basis
    ties: Ties
    second_key: str
    decimals: int
    full_in_words: bool

    @property
    def parameters(self) -> str:
        """Return the address of this ranking after its path."""
        return "?" + urlencode(
            {
                "year": self.year,
                "measure": self.measure.code,
                "basis": self.basis.value,
                "ties": self.ties.value,
                "second": self.second_key,
                "decimals": self.decimals,
                "full": "1" if self.full_in_words else "",
            }
        )


def read(said: QueryDict, declared: dict[str, Measure], years: tuple[int, ...]) -> Asked:
    """Read which ranking is asked for.

    :param years: the cohorts that there are, at least one; the last is the usual.
    """
    year = said.get("year", "")
    measure = declared.get(said.get("measure", ""), offered(declared)[0])
    basis = said.get("basis", "")
    decimals = said.get("decimals", "")
    chosen = next((one for one in measure.bases if one.value == basis), measure.bases[0])
    keys = second_keys(measure, chosen)
    return Asked(
        year=int(year) if year in {str(one) for one in years} else years[-1],
        measure=measure,
        basis=chosen,
        ties=Ties.RUNNING if said.get("ties") == Ties.RUNNING.value else Ties.SHARED,
        second_key=said.get("second", "") if said.get("second") in keys else "",
        decimals=int(decimals) if decimals in {"0", "1", "2"} else 1,
        full_in_words=said.get("full") == "1",
    )


def second_keys(measure: Measure, basis: Basis) -> dict[str, str]:
    """Return what may part equals: another measure, or the same on another basis that it has."""
    others = {one.value for one in measure.bases} - {basis.value}
    bases = {one.value for one in Basis}
    return {
        key: word
        for key, word in SECOND_KEYS.items()
        if key in others or (key not in bases and key != measure.code)
    }


def choices(asked: Asked, declared: dict[str, Measure], years: Iterable[int]) -> dict[str, Any]:
    """Return the choices for ``components/filter_bar.html``."""
    cohorts = [(year, f"{year} 年批次") for year in sorted(years)]
    measures = [(measure.code, measure.title) for measure in offered(declared)]
    bases = [(basis.value, f"按{basis.word}") for basis in asked.measure.bases]
    ties = [(rule.value, word) for rule, word in _TIES]
    seconds = [
        (key, f"第二排序：{word}" if key else "不设第二排序")
        for key, word in second_keys(asked.measure, asked.basis).items()
    ]
    decimals = [(count, f"保留 {count} 位小数") for count in range(_MOST_DECIMALS + 1)]
    full = [("", "满 100% 照写"), ("1", "满 100% 写“全部…”")]
    return {
        "action": "/ranking/",
        "target": "#ranking",
        "choices": [
            _choice("year", "批次", cohorts, asked.year),
            _choice("measure", "指标", measures, asked.measure.code),
            _choice("basis", "口径", bases, asked.basis.value),
            _choice("ties", "并列规则", ties, asked.ties.value),
            _choice("second", "第二排序键", seconds, asked.second_key),
            _choice("decimals", "小数位", decimals, asked.decimals),
            _choice("full", "满 100% 的写法", full, "1" if asked.full_in_words else ""),
        ],
    }


def _choice(name: str, label: str, pairs: list[tuple[Any, str]], chosen: object) -> dict[str, Any]:
    return {
        "name": name,
        "label": label,
        "options": [
            {"value": value, "label": word, "selected": value == chosen} for value, word in pairs
        ],
    }
