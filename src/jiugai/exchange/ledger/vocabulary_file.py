"""Reads the words and the bounds of ledgers from the policy files (台账用语、合理性区间)."""

import tomllib
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from jiugai.domain.registry.ledger import Column
from jiugai.domain.registry.measures import Dimension, Units
from jiugai.domain.registry.plausibility import Bounds, Limit, Outlier, Ratio
from jiugai.domain.registry.profile import header_key
from jiugai.domain.registry.vocabulary import Vocabulary, bare_word


@cache
def vocabulary() -> Vocabulary:
    """Return the synonyms of heads and the units.

    :raises ValueError: if one word is given to two columns.
    """
    data = _toml("ledger_vocabulary.toml")
    columns: dict[str, Column] = {}
    for name, words in data["columns"].items():
        column = Column(name)
        for word in map(_word, words):
            if columns.setdefault(word, column) is not column:
                raise ValueError(f"{word} is given to {columns[word].value} and to {name}")
    heads = data["heads"]
    return Vocabulary(
        columns=columns,
        ignored=frozenset(map(_word, heads["ignored"])) - columns.keys(),
        groups=frozenset(map(_word, heads["groups"])),
        group_words=_longest_first(heads["group_words"]),
        group_endings=_longest_first(heads["group_endings"]),
        amounts=frozenset(map(_word, heads["amounts"])),
        partial=tuple(heads["partial"]),
        second=tuple(heads["second"]),
        quantity_prefixes=_longest_first(heads["quantity_prefixes"]),
        quantity_suffixes=_longest_first(heads["quantity_suffixes"]),
        text_prefixes=_longest_first(heads["text_prefixes"]),
        name_endings=tuple(heads["name_endings"]),
        units=_units(data["units"]),
    )


@cache
def bounds() -> Bounds:
    """Return the bounds between which figures are believed."""
    data = _toml("ledger_plausibility.toml")
    outlier = data["outlier"][-1]
    return Bounds(
        ratios=tuple(
            Ratio(
                Column(rule["ratio"][0]),
                Column(rule["ratio"][1]),
                rule["unit"],
                _pair(rule["typical"]),
                _pair(rule["doubt"]),
                _pair(rule["impossible"]),
            )
            for rule in data["rule"]
        ),
        limits={
            Column(limit["column"]): Limit(
                Column(limit["column"]),
                limit["unit"],
                _pair(limit["typical"]),
                _pair(limit["doubt"]),
                _pair(limit["impossible"]),
            )
            for limit in data["limit"]
        },
        outlier=Outlier(
            fewest_rows=outlier["fewest_rows"],
            apart=outlier["apart"],
            restored=outlier["restored"],
            alone_apart=outlier["alone_apart"],
            alone_restored=outlier["alone_restored"],
        ),
    )


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((resources.files("jiugai.policy.national") / name).read_text("utf-8"))


def _word(text: str) -> str:
    return bare_word(header_key(text))


def _longest_first(words: list[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=len, reverse=True))


def _pair(values: list[float]) -> tuple[float, float]:
    return float(values[0]), float(values[1])


def _units(data: dict[str, Any]) -> Units:
    return Units(
        words={
            Dimension(name): {word: Decimal(factor) for word, factor in unit["words"].items()}
            for name, unit in data.items()
        },
        foreign={Dimension(name): frozenset(unit["foreign"]) for name, unit in data.items()},
    )
