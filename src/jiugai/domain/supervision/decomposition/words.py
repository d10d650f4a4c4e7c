"""The words by which texts give orders (拆解用语), as the policy floor lists them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from jiugai.domain.supervision.decomposition.deadlines import Festivals

_Branch = dict[str, Any]


def alternatives(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest that fits.

    Shared beginnings are written once, so that hundreds of words cost little more than one.

    >>> alternatives(["市", "市政府", "县"])
    '(?:县|市(?:政府)?)'
    """
    root: _Branch = {}
    for word in words:
        branch = root
        for char in word:
            branch = branch.setdefault(char, {})
        branch[""] = {}
    return _written(root) if root else r"(?!)"


def _written(branch: _Branch) -> str:
    ends = "" in branch
    tails = [
        re.escape(char) + (_written(rest) if rest.keys() != {""} else "")
        for char, rest in sorted(branch.items())
        if char
    ]
    if not tails:
        return ""
    if len(tails) == 1 and not ends:
        return tails[0]
    return f"(?:{'|'.join(tails)}){'?' if ends else ''}"


@dataclass(frozen=True, eq=False)
class Words:
    """All lists of ``policy/national/decomposition_vocabulary.toml``, and the places of one city.

    Each is documented there. ``places`` are the names of the city's counties and streets, empty if
    no city was named.
    """

    heads: tuple[str, ...]
    trades: tuple[str, ...]
    endings: tuple[str, ...]
    generic: tuple[str, ...]
    list_endings: tuple[str, ...]
    objects: tuple[str, ...]
    lead_labels: tuple[str, ...]
    assist_labels: tuple[str, ...]
    deadline_labels: tuple[str, ...]
    told_fields: tuple[str, ...]
    task_fields: tuple[str, ...]
    modals: tuple[str, ...]
    aims: tuple[str, ...]
    bans: tuple[str, ...]
    acts: tuple[str, ...]
    firm_acts: tuple[str, ...]
    soft_acts: tuple[str, ...]
    at_once: tuple[str, ...]
    vague_objects: tuple[str, ...]
    slogans: tuple[str, ...]
    adverbs: tuple[str, ...]
    urgent: tuple[str, ...]
    strive: tuple[str, ...]
    encourage: tuple[str, ...]
    orders_follow: tuple[str, ...]
    formulas: tuple[str, ...]
    past: tuple[str, ...]
    describing: tuple[str, ...]
    background_heads: tuple[str, ...]
    goal_heads: tuple[str, ...]
    units: tuple[str, ...]
    counted: tuple[str, ...]
    indicators: Mapping[str, tuple[str, ...]]
    undated: tuple[str, ...]
    festivals: Festivals
    places: tuple[str, ...]
