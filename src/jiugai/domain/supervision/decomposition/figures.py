"""Computes the figures of a text again (数字复算): 2 of 45 begun is a rate of 4.4 %, 57 is 16 + 27 + 14.

Only figures of the same sentence and the one before it are put together. Where no two of them give
the stated figure, it is said to disagree only if there is no doubt which two were meant.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from jiugai.domain.quantities import round_half_up
from jiugai.domain.supervision.decomposition.dates import day_words
from jiugai.domain.supervision.decomposition.numbers import Quantity, quantities
from jiugai.domain.supervision.decomposition.sentences import Span, clauses, parts, sentences
from jiugai.domain.supervision.decomposition.tasks import CheckedFigure
from jiugai.domain.supervision.decomposition.words import Words, alternatives


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure where the text states it (文中的数): its name is what is said around it."""

    name: str
    quantity: Quantity
    start: int
    sentence: Span
    number: int

    @property
    def base(self) -> str:
        """Return the unit without 万 or 亿: only like is divided by like."""
        return self.quantity.unit.lstrip("万亿") or "元"


_FILLERS = re.compile(
    r"目前|已经|已|仅为|仅|只有|只|达到了|达到|达|为|是|共计|共有|共|累计|约|近|超过|我们|我市|我县|我区|全市|全县|全区|全省|今年|其中|现有|截至|计划|拟|将|要|完成率为|了|等|有|的$|不低于|不少于|至少|以上|[，、：\s]"
)
_RATE = re.compile(r"(?P<of>[\u4e00-\u9fff]{1,6}?)率|占")
_WHOLE = re.compile(r"共|总|计划|任务|批复|获批|下达|目标|全市|全县|应|现有|涉及|申报|改造|到位")
_REST = re.compile(r"其余|剩余|余下|另外")
_LONGEST_NAME, _FEWEST_PARTS, _MOST_PARTS, _MOST_FIGURES = 24, 2, 8, 300


def checked_figures(paragraphs: Sequence[Span], words: Words) -> Iterator[CheckedFigure]:
    """Yield the figures of some paragraphs, each computed again where others give it."""
    units, counted = alternatives(words.units), alternatives(words.counted)
    for paragraph in paragraphs:
        stated: list[Stated] = []
        for number, sentence in enumerate(sentences(paragraph)):
            stated += _stated(sentence, number, units, counted, words)
        for figure in stated:
            if len(stated) > _MOST_FIGURES:
                stated = [figure]  # a table without its rows: too many to be put together
            near = [
                other
                for other in stated
                if other is not figure and 0 <= figure.number - other.number <= 1
            ]
            yield _checked(figure, near, stated)


def _stated(
    sentence: Span, number: int, units: str, counted: str, words: Words
) -> Iterator[Stated]:
    for clause in (clause for _, part in parts(sentence) for clause in clauses(part)):
        days = [(d.start, d.end) for d in day_words(clause.text, words.festivals.names, ())]
        at = 0
        for quantity in quantities(clause.text, units, counted, days):
            if re.search(r"[\d*×]", quantity.text):
                around = clause.text[at : quantity.start], clause.text[quantity.end :]
                name = _name(*around, quantity)
                yield Stated(name, quantity, clause.start + quantity.start, sentence, number)
            at = quantity.end


def _name(before: str, after: str, quantity: Quantity) -> str:
    words = _FILLERS.sub("", before)[-_LONGEST_NAME:]
    said = re.match("[\u4e00-\u9fff]+", _FILLERS.sub("", after))
    return f"{words}{quantity.noun}" or (said[0][:_LONGEST_NAME] if said else quantity.unit)


def _checked(figure: Stated, near: Sequence[Stated], all_: Sequence[Stated]) -> CheckedFigure:
    quantity = figure.quantity
    found = _rate(figure, near) if quantity.is_rate else _sum(figure, all_)
    value, formula = found or (None, "")
    shown = None if value is None else round_half_up(value, quantity.decimals)
    agrees = None
    if shown is not None and quantity.number is not None:
        agrees = Fraction(shown) == quantity.number
    return CheckedFigure(
        figure.name, quantity, figure.sentence.text, figure.start,
        figure.start + quantity.end - quantity.start, shown, formula, agrees,
    )  # fmt: skip


_Found = tuple[Fraction, str] | None


def _rate(figure: Stated, near: Sequence[Stated]) -> _Found:
    """Return a share in per cent and how it comes about, if others give the stated one."""
    stated = figure.quantity.number
    if stated is None:
        return None
    said = _RATE.search(figure.name)
    verb = (said["of"] or "") if said else ""
    counts = [one for one in near if not one.quantity.is_rate and one.quantity.value is not None]
    parts = [one for one in counts if verb and verb[-2:] in one.name]
    pairs = [
        (part, whole)
        for part in (parts or counts)
        for whole in counts
        if part is not whole and part.base == whole.base and (whole.quantity.value or 0) > 0
    ]
    for part, whole in pairs:
        share = _share(part, whole)
        if Fraction(round_half_up(share, figure.quantity.decimals)) == stated:
            return share, _divided(part, whole)
    here = [pair for pair in pairs if {one.number for one in pair} == {figure.number}]
    sure = [pair for pair in here if parts and _is_whole(pair[1], parts)]
    if len(parts) == 1 and len(sure) == 1 and not figure.quantity.about:
        return _share(*sure[0]), _divided(*sure[0])
    return None


def _is_whole(one: Stated, parts: Sequence[Stated]) -> bool:
    return one not in parts and _WHOLE.search(one.name) is not None


def _share(part: Stated, whole: Stated) -> Fraction:
    return (part.quantity.value or Fraction(0)) / (whole.quantity.value or Fraction(1)) * 100


def _divided(part: Stated, whole: Stated) -> str:
    return f"{_shown(part)} ÷ {_shown(whole)}"


def _shown(one: Stated) -> str:
    number = one.quantity.number or Fraction(0)
    scale = one.quantity.unit[0] if one.quantity.unit[:1] in ("万", "亿") else ""
    digits = str(number.numerator) if number.denominator == 1 else f"{float(number):g}"
    return digits + scale


def _sum(figure: Stated, near: Sequence[Stated]) -> _Found:
    """Return the sum of the parts that follow a total in its sentence, if they are told to be all."""
    stated = figure.quantity.value
    after = [
        one
        for one in near
        if one.number - figure.number in (0, 1)
        and one.start > figure.start
        and one.base == figure.base
    ]
    values = [one.quantity.value for one in after]
    if stated is None or None in values or any(one.quantity.about for one in after):
        return None
    for end in range(_FEWEST_PARTS, min(len(after), _MOST_PARTS) + 1):
        total = sum((value for value in values[:end] if value is not None), Fraction(0))
        if total == stated:
            return total / figure.quantity.scale, " + ".join(_shown(one) for one in after[:end])
    return None
