"""What a language model makes of a paper besides the rules (模型建议): asked for, marked, confirmed.

No database. The rules' own tasks stand as they are; a proposal only points at another sentence.
"""

from dataclasses import replace
from datetime import date

from jiugai.domain.findings import Finding, Place, Weight
from jiugai.domain.supervision.decomposition.proposals import Proposals, held_to_text
from jiugai.exchange.decomposition_words import words
from jiugai.exchange.model_endpoint import (
    MOST_CHARACTERS,
    Endpoint,
    EndpointFailed,
    sentences_of,
)
from jiugai.services.supervision.decomposing import DecomposedPaper

__all__ = ["Endpoint", "Proposals", "with_proposals"]


def with_proposals(
    paper: DecomposedPaper, endpoint: Endpoint, *, places: tuple[str, ...] = (), day: date
) -> DecomposedPaper:
    """Return a paper with what a model proposes besides; without, and a finding, if it fails.

    :param places: the names of the city's counties and streets, as the rules knew them.
    :param day: the paper's own day.
    """
    text, place = paper.found.text, Place(paper.document)
    try:
        quoted = sentences_of(endpoint, text)
    except EndpointFailed as failed:
        said = f"{failed}，没有模型建议；下面的任务由规则找出，不受影响。"
        told = Finding("decompose.no_proposals", said, Weight.WARNS, place)
        return replace(paper, findings=(*paper.findings, told))
    proposals = held_to_text(quoted, paper.found, words(places), day)
    return replace(
        paper, proposals=proposals, findings=(*paper.findings, *_told(proposals, text, place))
    )


def _told(proposals: Proposals, text: str, place: Place) -> list[Finding]:
    told = []
    if proposals.absent:
        said = f"模型提的有 {proposals.absent} 句在原文里找不到，没有列出。"
        told.append(Finding("decompose.not_in_text", said, Weight.WARNS, place))
    if len(text) > MOST_CHARACTERS:
        said = f"原文有 {len(text):,} 字，只把前 {MOST_CHARACTERS:,} 字交给了模型。"
        told.append(Finding("decompose.model_read_part", said, Weight.WARNS, place))
    return told
