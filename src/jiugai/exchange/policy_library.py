"""The policy files as papers to be read (政策库): what each says, whence, since when, and whether it was seen."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources.abc import Traversable
from typing import Any

from jiugai.domain.law import NATION
from jiugai.exchange.policy_files import ON_FILE
from jiugai.exchange.policy_readers import ReadBy, read_by

FOLDERS = (
    "national",
    "provincial",
    "municipal",
    "measures",
    "scoring",
    "allocation",
    "grants",
    "plan_choice",
)
_READ_WHOLE = frozenset(FOLDERS[3:])
_ABOUT = frozenset(
    {"clause", "region", "in_force_from", "in_force_until", "effective_on", "since"}
    | {"source", "url", "note", "verified"}
)
_HEADS = ("scheme", "rule")
_TITLE = re.compile(r"^#\s*(?P<title>[^：:。.（(]+)(?P<rest>.*)$")
_HAN = re.compile(r"[一-鿿]")


@dataclass(frozen=True, slots=True)
class Provision:
    """One dated statement of a policy file (一条规定).

    Attributes:
      table: the array that it stands in, as written in the file.
      since: the first day; None for words that no day limits.
      verified: False if it is only recalled, or is this platform's own.
      values: what it lays down, by key, as TOML reads it.
    """

    table: str
    clause: str
    region: str
    since: date | None
    until: date | None
    source: str
    url: str
    note: str
    verified: bool
    values: Mapping[str, Any]

    def holds(self, on: date) -> bool:
        """Say whether it is in force on a day."""
        begun = self.since is None or self.since <= on
        return begun and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """One file of policy (一份规定).

    Attributes:
      folder: one of ``FOLDERS``.
      lead: what the file says of itself after its title, if it says so in Chinese.
      words: groups of words, where it is a vocabulary and lays nothing down.
    """

    folder: str
    stem: str
    title: str
    lead: str
    provisions: tuple[Provision, ...]
    words: tuple[tuple[str, ...], ...]
    source: str

    @property
    def name(self) -> str:
        """Return the name by which its page is asked for."""
        return f"{self.folder}-{self.stem}"

    @property
    def unverified(self) -> int:
        """Return how many provisions wait to be verified."""
        return sum(not one.verified for one in self.provisions)

    @property
    def read_by(self) -> ReadBy:
        """Return who computes with it."""
        whole = self.folder in _READ_WHOLE
        return read_by(f"jiugai.policy.{self.folder}" if whole else self.stem)


@cache
def policy_files(root: Traversable = ON_FILE) -> tuple[PolicyFile, ...]:
    """Return every policy file, by folder and name."""
    return tuple(
        _read(folder, file.name.removesuffix(".toml"), file.read_text("utf-8"))
        for folder in FOLDERS
        for file in sorted(root.joinpath(folder).iterdir(), key=lambda entry: entry.name)
        if file.name.endswith(".toml")
    )


def _read(folder: str, stem: str, text: str) -> PolicyFile:
    declared = tomllib.loads(text)
    titled = _TITLE.match(text.partition("\n")[0])
    title, rest = (titled["title"].strip(), titled["rest"]) if titled else (stem, "")
    provisions = tuple(_provisions(declared))
    return PolicyFile(
        folder=folder,
        stem=stem,
        title=title,
        lead=rest.lstrip("：:。. ").rstrip(".") if _HAN.search(rest) else "",
        provisions=provisions,
        words=() if provisions else tuple(_words(declared)),
        source=str(declared.get("source", "")),
    )


def _provisions(declared: Mapping[str, Any]) -> Iterator[Provision]:
    """Yield what a file lays down; what its head says of the whole holds for each part of it."""
    name = next((one for one in _HEADS if isinstance(declared.get(one), dict)), "")
    head = declared.get(name, {})
    if head:
        yield _provision(name, head, head)
    for table, entries in declared.items():
        if isinstance(entries, list):
            yield from (_provision(table, entry, head) for entry in entries)


def _provision(table: str, entry: Mapping[str, Any], head: Mapping[str, Any]) -> Provision:
    own = {key: entry.get(key, head.get(key)) for key in _ABOUT}
    return Provision(
        table=table,
        clause=entry.get("clause", ""),
        region=own["region"] or NATION,
        since=own["in_force_from"] or own["effective_on"] or own["since"],
        until=own["in_force_until"],
        source=own["source"] or "",
        url=entry.get("url", ""),
        note=entry.get("note", ""),
        verified=own["verified"] is not False,
        values={key: value for key, value in entry.items() if key not in _ABOUT},
    )


def _words(declared: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    for value in declared.values():
        if isinstance(value, dict):
            yield from _words(value)
        elif isinstance(value, list):
            yield tuple(str(one) for one in value)
    if declared and not any(isinstance(value, dict | list) for value in declared.values()):
        yield tuple(str(word) for word in declared)
