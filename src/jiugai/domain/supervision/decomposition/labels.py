"""Reads what is said beside a task (责任标注): 责任单位：…；完成时限：…, （市住建局牵头，市财政局配合）."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from jiugai.domain.supervision.decomposition.field_names import (
    assist_name,
    due_name,
    lead_name,
    who_name,
)
from jiugai.domain.supervision.decomposition.organisations import (
    DutyPart,
    Owner,
    bodies,
    part_after,
)
from jiugai.domain.supervision.decomposition.sentences import VEIL, Span, hidden
from jiugai.domain.supervision.decomposition.words import Words


@dataclass(frozen=True, slots=True)
class Label:
    """Who and by when, as a label says (标注).

    Attributes:
      start, end: where it stands in the text that was read.
      deadline: the words of its deadline and where they begin; empty without one.
    """

    start: int
    end: int
    owners: tuple[Owner, ...] = ()
    deadline: str = ""
    deadline_at: int = 0


_BRACKET = re.compile(r"[（【\[](?P<in>(?:[^（）【】\[\]]|（[^（）]*）)*)[）】\]]")
_SEPARATORS = re.compile(
    r"[、，；;\s/\n]+|(?<=[局委办府会司团心队院厅])(?:和|及|与|以及)(?=[市县区省各])"
)
_NAMELESS = re.compile(
    r"^(?:等|无|—+|-+|等(?:有关|相关)?(?:部门|单位)|详见.*|同上|\d+|为|负责|落实)?$"
)


def labels(text: str, words: Words) -> list[Label]:
    """Return the labels of a paragraph: a line that is nothing else, or those in brackets."""
    if _names(words).match(text):
        inner = _label(text.rstrip("）】]。") if text[0] in "（【[" else text, 0, words)
        return [Label(0, len(text), *inner)] if inner else []
    found = []
    for bracket in _BRACKET.finditer(text):
        inner = _label(bracket["in"], bracket.start("in"), words)
        # 项目法人（县水务公司）重新编排: within a sentence it only says who that is.
        is_aside = text[bracket.end() :].strip("。；") and not _names(words).match(bracket["in"])
        if inner and not is_aside:
            found.append(Label(bracket.start(), bracket.end(), *inner))
    return found


def labels_apart(sentence: Span, words: Words) -> Iterator[Span]:
    """Yield a sentence, and a label that ends it as one of its own: …，责任处室：归集处。"""
    found = _at_end(words).search(hidden(sentence.text))
    if not found:
        yield sentence
        return
    yield Span(sentence.start, sentence.text[: found.start()])
    yield Span(sentence.start + found.end(), sentence.text[found.end() :])


@lru_cache(maxsize=4)
def _at_end(words: Words) -> re.Pattern[str]:
    return re.compile(rf"[，；](?={who_name(words)}：[^。；]{{2,60}}[。；]?$)")


def label_names(text: str, words: Words) -> set[str]:
    """Return the names that a line of labels gives: 责任单位, 完成时限."""
    return {found[found.lastgroup] for found in _names(words).finditer(text) if found.lastgroup}


@lru_cache(maxsize=4)
def _names(words: Words) -> re.Pattern[str]:
    listed = (
        f"(?P<lead>{lead_name(words)})|(?P<assist>{assist_name(words)})|(?P<due>{due_name(words)})"
    )
    others = "(?:和配合单位|及配合单位|、配合单位)?"
    return re.compile(
        rf"(?:【(?:{listed.replace('P<', 'P<in_')})】{others}[：:]?"
        rf"|[（(【\[]?(?:{listed})[】\]]?{others}[：:])"
    )


def _label(text: str, start: int, words: Words) -> tuple[tuple[Owner, ...], str, int] | None:
    named = list(_names(words).finditer(text))
    if not named:
        said = tuple(_said_in_passing(text, words)) or tuple(_roles(text))
        return (said, *_trailing_day(text, start)) if said else None
    owners: list[Owner] = []
    deadline, at = "", 0
    for here, after in zip(named, [*named[1:], None], strict=True):
        value = text[here.end() : after.start() if after else len(text)].strip("。；，、 ")
        if here["due"] or here["in_due"]:
            deadline, at = value, start + here.end()
        elif here["lead"] or here["in_lead"]:
            owners += _listed(value, DutyPart.LEADS)
        else:
            owners += _listed(value, DutyPart.ASSISTS)
    return tuple(owners), deadline, at


def listed(text: str) -> tuple[Owner, ...]:
    """Return the owners that a cell lists: ``市住建局、市财政局``, ``市住建局牵头，市财政局配合``."""
    return tuple(_listed(text, DutyPart.LEADS))


def _listed(text: str, part: DutyPart) -> Iterator[Owner]:
    veiled = hidden(text)
    at = 0
    for piece in [*_SEPARATORS.finditer(veiled), None]:
        stop = piece.start() if piece else len(text)
        name = text[at:stop].strip("。：: ")
        at = piece.end() if piece else stop
        said = re.search(r"(?:负责)?(?P<how>牵头|负责|配合|参与|协助|落实)(?:落实)?$", name)
        mine = part
        if said:
            name = name[: said.start()]
            mine = DutyPart.ASSISTS if said["how"] in ("配合", "参与", "协助") else DutyPart.LEADS
        name = re.sub(r"^(?:由|为|其他)", "", name)
        name = re.sub(r"等$", "", name)
        if len(name) <= 40 and not _NAMELESS.match(name):
            yield Owner(name, mine)


def _said_in_passing(text: str, words: Words) -> Iterator[Owner]:
    """Yield the owners of a bracket without labels: （市住建局牵头，市财政局、各县区配合）."""
    at = 0
    for piece in re.split("[，；]", hidden(text)):
        named = bodies(text[at : at + len(piece)], words)
        at += len(piece) + 1
        if not named:
            continue
        end = named[-1].end
        part = part_after(piece, end)
        rest = re.sub(f"[、和及与等{VEIL}]", "", piece[end:])
        covered = sum(body.end - body.start for body in named)
        if part or (not rest and covered >= _MOSTLY * len(piece)):
            for body in named:
                yield Owner(body.name, part or DutyPart.LEADS)


def _roles(text: str) -> Iterator[Owner]:
    """Yield the offices of a bracket that no list knows: （招标办、设计科，4月底前）."""
    names = re.split("、", re.split("[，；]", text)[0])
    if all(_ROLE.fullmatch(name) for name in names):
        for name in names:
            yield Owner(name)


_ROLE = re.compile(
    "(?!含|原|指|如|包括|不含|下称|以下|简称|即|共|详见|其中|见)[\u4e00-\u9fff]{1,12}(?:局|委|办|科|股|队|中心|街道|镇|乡|公司|社区|所|站|处|室)"
)
_MOSTLY = 0.7


def _trailing_day(text: str, start: int) -> tuple[str, int]:
    found = re.search(
        r"(?:[，；]|^)(?P<due>[^，；]*?(?:前|底|末|内|止|旬|日|号|月|季度|半年|长期|立行立改)(?:完成|办结)?)$",
        text,
    )
    return (found["due"], start + found.start("due")) if found else ("", 0)
