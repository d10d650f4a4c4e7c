"""Reads the words by which texts give orders, and the festivals, from the policy files (拆解用语)."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from jiugai.domain.supervision.decomposition.deadlines import Festivals
from jiugai.domain.supervision.decomposition.words import Words

_LISTS = ("bodies", "duty", "narration", "figures", "occasions")


@cache
def words(places: tuple[str, ...] = ()) -> Words:
    """Return the vocabulary.

    :param places: names of the counties and streets of one city.
    """
    data = _toml("decomposition_vocabulary.toml")
    lists = {name: tuple(listed) for table in _LISTS for name, listed in data[table].items()}
    return Words(
        **lists,
        indicators={name: tuple(said) for name, said in data["indicators"].items()},
        festivals=festivals(),
        places=places,
    )


@cache
def festivals() -> Festivals:
    """Return the festivals by each of their names."""
    return Festivals(
        {
            word: {day.year: day for day in entry["first_days"]}
            for entry in _toml("festivals.toml")["festival"]
            for word in entry["words"]
        }
    )


def _toml(name: str) -> dict[str, Any]:
    file = resources.files("jiugai.policy.national").joinpath(name)
    return tomllib.loads(file.read_text("utf-8"))
