"""Whether words of a text say a bound figure (一致): the same value, at least as exactly."""

from datetime import date
from fractions import Fraction

from jiugai.domain.bulletins.figures import BoundFigure, Kind
from jiugai.domain.bulletins.mentions import Mention, mentions, normalised
from jiugai.domain.calendar import Month

_SAME_UNIT = ({"栋", "幢"}, {"天", "日"}, {"个", "项", "处"})
_WORDED = {Kind.NAME, Kind.TEXT}


def says(words: str, figure: BoundFigure, *, bare: bool = False) -> bool:
    """Say whether words, alone, state the figure's value; ``bare`` where a table's head has the unit."""
    if squeezed(words) == squeezed(figure.text(bare)):
        return True
    found = [mention for mention in mentions(words) if not mention.is_mark]
    if figure.kind in _WORDED or len(found) != 1:
        return False
    left = words[: found[0].start] + words[found[0].end :]
    if squeezed(left):
        return False
    if bare:
        return _same_bare(found[0], figure)
    return agrees(found[0], figure)


def squeezed(text: str) -> str:
    """Return a text without blanks and separators, digits and signs of half width, small letters."""
    return "".join(normalised(text).replace(",", "").split()).lower()


def agrees(mention: Mention, figure: BoundFigure) -> bool:
    """Say whether a number or day of a text states the figure's value.

    More decimals than the bulletin shows are welcome if they are right; fewer are not: 4 % is
    not 4.4 %.
    """
    if mention.kind is not figure.kind:
        return False
    if figure.kind is Kind.DATE:
        return _same_day(mention, figure)
    if not isinstance(mention.value, Fraction) or not isinstance(figure.value, int | Fraction):
        return squeezed(mention.text) == squeezed(figure.shown)
    if figure.kind is Kind.RANK:
        return _same_rank(mention, figure)
    if figure.kind is Kind.COUNT and not _same_unit(mention.unit, figure.unit):
        return False
    if figure.kind is Kind.POINTS and not mention.directed:
        return False
    return _rounds_to(mention, figure)


def _rounds_to(mention: Mention, figure: BoundFigure) -> bool:
    """Say whether the exact value, rounded to the mention's last digit, is what the mention says."""
    exact, grain = figure.value, mention.grain
    if not isinstance(exact, int | Fraction) or not isinstance(mention.value, Fraction):
        return False
    if not grain or mention.value == exact:
        return mention.value == exact
    shown = [each.grain for each in mentions(figure.shown) if each.grain]
    if shown and abs(grain) > abs(shown[0]):
        return False
    steps = abs(Fraction(exact)) / abs(grain)
    rounded = (2 * steps + 1) // 2 * abs(grain)
    return mention.value == (rounded if exact >= 0 else -rounded)


def _same_bare(mention: Mention, figure: BoundFigure) -> bool:
    """Compare a table's cell: its number alone, or with the unit that the head names."""
    shown = mentions(figure.text(bare=True))
    if len(shown) != 1 or (shown[0].kind, shown[0].value) != (mention.kind, mention.value):
        return agrees(mention, figure)
    coarser = bool(mention.grain and shown[0].grain) and _size(mention) > _size(shown[0])
    return not coarser and (not mention.unit or _same_unit(mention.unit, figure.unit))


def _size(mention: Mention) -> Fraction:
    return abs(mention.grain or Fraction(0))


def _same_unit(one: str, other: str) -> bool:
    return one == other or any({one, other} <= alike for alike in _SAME_UNIT)


def _same_day(mention: Mention, figure: BoundFigure) -> bool:
    read, exact = mention.value, figure.value
    if isinstance(read, tuple):
        month, day = read
        if isinstance(exact, date):
            return month == exact.month and day == exact.day
        return isinstance(exact, Month) and month == exact.month and not day
    return type(read) is type(exact) and read == exact


def _same_rank(mention: Mention, figure: BoundFigure) -> bool:
    if not isinstance(mention.value, Fraction) or not isinstance(figure.value, int):
        return False
    if mention.tied != figure.shown.startswith("并列"):
        return False
    if mention.value < 0:
        # 倒数第一 can only be told of the last of the table.
        return mention.value == -1 and figure.value == figure.extent
    return mention.value == figure.value
