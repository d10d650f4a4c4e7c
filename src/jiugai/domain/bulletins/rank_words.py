"""Ranks without their measure (口径未写明), and ranks that the city did not count.

A province may be 3rd by communities and 11th by households: a rank that does not say by what it
was made is meaningless.
"""

import re
from collections.abc import Iterable, Iterator

from jiugai.domain.bulletins.document import Place
from jiugai.domain.bulletins.lint_report import (
    LintFinding,
    Verdict,
    excerpt_of,
    no_source,
    place_of,
)
from jiugai.domain.bulletins.record import ReadLine
from jiugai.domain.findings import Weight

_RANK = re.compile(
    r"居前|居首|首位|居后|居末|靠前|靠后|领先|落后|末位|垫底|倒数|名列|位列|排名|排位|居第"
    r"|第一(?=[，。；、）]|[名位]|$)|第\s?[\d０-９]+\s?[名位]|[前后][三五十]名"
)
_BY = re.compile(r"按[^，。；]{1,10}[计排算]|口径|以[^，。；]{1,10}[计排]")
_BEYOND = re.compile(r"全省|全国|西北|陕南")
_CITED = re.compile(r"(?<!根)据(?!初步|统计|了解|不完全)[^，。]{3,60}，")
_SENTENCE = re.compile(r"[^。！？\n]+[。！？\n]?")


def rank_findings(line: ReadLine, names: Iterable[str]) -> Iterator[LintFinding]:
    """Yield what is wrong with the ranks of a paragraph; headings and tables make no claim."""
    if line.place is Place.TABLE or "。" not in line.text:
        return
    known = tuple(names)
    for sentence in _SENTENCE.finditer(line.text):
        rank = _RANK.search(sentence[0])
        if rank is None or _CITED.search(sentence[0]):
            continue
        span = (sentence.start() + rank.start(), sentence.start() + rank.end())
        beyond = _BEYOND.search(sentence[0])
        if beyond:
            yield no_source(line, span, f"{beyond[0]}的名次不由本系统计算。")
        elif not _BY.search(sentence[0]) and any(name in sentence[0] for name in known):
            yield LintFinding(
                code="bulletin.measure_unnamed",
                verdict=Verdict.MEASURE_UNNAMED,
                where=place_of(line),
                message=f"“{rank[0]}”未写按何口径。请在句中补明，例如“按项目数计”。",
                paragraph=line.number,
                excerpt=excerpt_of(line, *span),
                read=rank[0],
                weight=Weight.WARNS,
            )
