"""Cuts paragraphs into sentences, sentences into parts, parts into clauses (分句).

What stands in quotation marks, brackets and titles is never cut; ``hidden`` lets the words in them
be passed over, since a slogan in quotes orders nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_PAIRS = {"“": "”", "（": "）", "《": "》", "〔": "〕", "【": "】", "‘": "’"}
VEIL = "\ue000"
"""Stands for each character that is passed over."""
_LONGEST_INSET = 400
_LONGEST_CLAUSE = 800  # a text without commas is cut, lest its reading take for ever
_ORDINAL = re.compile(
    r"(?:(?<=^)|(?<=[，；。：、]))(?:[一二三四五六七八九十](?:是|要(?!求|点|素|件|素))|首先，?|其次，?|再次，?|最后，"
    r"|第[一二三四五六七八九十]，|[①-⑳]|（[一二三四五六七八九十\d]{1,2}）|\d{1,2}[.、）](?!\d))"
)
_ASKS = re.compile("要|应|须|负责")
_ASIDE = re.compile(
    r"（(?![一二三四五六七八九十\d]{1,3}）)[^（）。]{2,60}(?:（[^（）]*）[^（）。]*)?）[。；]?"
)
_END = re.compile(r"[。！？!?]+[”’）]?")


# 上半年全部开工、年底前全部完工: what a day of its own begins is a clause of its own.
_CLAUSE_END = re.compile(
    r"[，：]|、(?=(?P<further>[^，、；。]{2,14}(?:[局办委部镇组]|公司|街道|单位|中心)(?:要|应|须|负责)))|、(?=(?:(?:\d{4}|今|明)年)?(?:\d{1,2}月(?:底|末|\d{1,2}日|中旬|上旬|下旬)?|年底|年内|[上下]半年|[一二三四]季度)前?[^、，；]{0,12}(?:完|开|竣|达|率|建|验|实))"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text (一段文字)."""

    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def hidden(text: str) -> str:
    """Return a text of the same length in which quotes, brackets and titles are veiled."""
    if not any(mark in text for mark in _PAIRS):
        return text
    chars, at = list(text), 0
    while at < len(chars):
        closing = _PAIRS.get(text[at])
        end = text.find(closing, at, at + _LONGEST_INSET) if closing else -1
        if end > at:
            chars[at : end + 1] = VEIL * (end + 1 - at)
            at = end
        at += 1
    return "".join(chars)


def sentences(paragraph: Span) -> Iterator[Span]:
    """Yield the sentences of a paragraph, with their closing mark."""
    veiled, at = hidden(paragraph.text), 0
    for mark in _END.finditer(veiled):
        if mark.start() < at:
            continue
        # 出具报告。（县水务局，4月30日前）: a bracket after the stop is said of what it follows.
        said = _ASIDE.match(paragraph.text, mark.end())
        end = said.end() if said else mark.end()
        yield from _span(paragraph, at, end)
        at = end
    yield from _span(paragraph, at, len(veiled))


def parts(sentence: Span) -> Iterator[tuple[str, Span]]:
    """Yield the parts of a sentence, each with its ordinal: 一是…；二是…, or what ； parts."""
    veiled = hidden(sentence.text)
    cuts: dict[int, int] = {0: 0}
    for mark in _ORDINAL.finditer(sentence.text):
        if veiled[mark.start()] != VEIL or mark[0][0] in "（":
            cuts[mark.start()] = mark.end()
    for mark in re.finditer("；", veiled):
        cuts.setdefault(mark.end(), mark.end())
    starts = sorted(cuts)
    for start, end in zip(starts, [*starts[1:], len(veiled)], strict=True):
        ordinal = sentence.text[start : cuts[start]]
        for span in _span(sentence, cuts[start], end):
            yield ordinal, span


def clauses(part: Span) -> Iterator[Span]:
    """Yield the clauses of a part, without the comma that ends them."""
    veiled, at = hidden(part.text), 0
    for mark in [*_CLAUSE_END.finditer(veiled), None]:
        if mark and mark["further"] and not _ASKS.search(veiled, at, mark.start()):
            continue  # 财政局、住建局要…: one order to both
        end = mark.start() if mark else len(veiled)
        for start in range(at, max(end, at + 1), _LONGEST_CLAUSE):
            for span in _span(part, start, min(start + _LONGEST_CLAUSE, end)):
                yield _without_end(span)
        at = mark.end() if mark else at


def _without_end(span: Span) -> Span:
    return Span(span.start, span.text.rstrip("，；。！？!?、："))


def _span(whole: Span, start: int, end: int) -> Iterator[Span]:
    text = whole.text[start:end]
    bare = text.strip(" ；。！？!?，、")
    if bare:
        yield Span(whole.start + start + (len(text) - len(text.lstrip())), text.strip())
