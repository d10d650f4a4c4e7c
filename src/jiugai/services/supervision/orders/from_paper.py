"""A speech or plan taken apart at the desk (讲话分解): tasks to be confirmed, nothing written yet."""

from datetime import date

from jiugai.domain.findings import Finding, Weight
from jiugai.domain.supervision.decomposition.decomposition import decompose
from jiugai.domain.supervision.decomposition.tasks import Decomposition
from jiugai.exchange.decomposition_words import words
from jiugai.exchange.documents.reader import read_official_text
from jiugai.services.accounts.places import city_served
from jiugai.services.actor import Actor, Power, require
from jiugai.services.supervision.decomposing import DecomposedPaper
from jiugai.services.supervision.proposing import Endpoint, with_proposals
from jiugai.storage.divisions import queries as divisions

__all__ = ["DecomposedPaper", "Endpoint", "paper_apart", "text_apart"]

LONGEST = 200_000
_SHORTEST = 2
_ENDINGS = "市区县旗"


def paper_apart(
    content: bytes, *, document: str, day: date, actor: Actor, model: Endpoint | None = None
) -> DecomposedPaper:
    """Read a .txt, .docx or .pdf and take it apart with the city's own names.

    :param day: the paper's own day.
    :param model: asked to propose more, if the officer wants that; the text is sent there.
    :raises NotAllowed: if the actor lays no orders.
    """
    require(actor, Power.ISSUE_ORDER)
    paper = read_official_text(content, document=document)
    if any(finding.weight is Weight.BLOCKS for finding in paper.findings):
        return DecomposedPaper(paper.document, day, Decomposition(""), tuple(paper.findings))
    return _apart(paper.text, paper.document, day, tuple(paper.findings), model)


def text_apart(
    text: str, *, day: date, actor: Actor, model: Endpoint | None = None
) -> DecomposedPaper:
    """Take a pasted text apart with the city's own names.

    :raises NotAllowed: if the actor lays no orders.
    """
    require(actor, Power.ISSUE_ORDER)
    if len(text) > LONGEST:
        finding = Finding(
            "decompose.too_long",
            f"文字有{len(text):,}字，一次最多{LONGEST:,}字，请分成几段。没有拆解。",
        )
        return DecomposedPaper("", day, Decomposition(""), (finding,))
    return _apart(text, "", day, (), model)


def _apart(
    text: str, document: str, day: date, findings: tuple[Finding, ...], model: Endpoint | None
) -> DecomposedPaper:
    places = _place_names(day)
    paper = DecomposedPaper(document, day, decompose(text, words(places), day), findings)
    return with_proposals(paper, model, places=places, day=day) if model else paper


def _place_names(day: date) -> tuple[str, ...]:
    """Return the names, long and short, of the city's counties, and of its streets."""
    city = city_served(day=day)
    if city is None:
        return ()
    counties = [one.name for one in divisions.children(city.id, day=day)]
    streets = [one.name for one in divisions.below(city.id, day=day)]
    short = [name[:-1] for name in counties if name[-1:] in _ENDINGS]
    short += [name.removeprefix(city.name[:-1]) for name in counties]
    names = (city.name, *counties, *short, *streets)
    return tuple(dict.fromkeys(name for name in names if len(name) >= _SHORTEST))
