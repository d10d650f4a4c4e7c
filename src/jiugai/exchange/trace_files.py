"""The trace as files (留痕文件): the export of all events, and the receipts of a county.

Both are made for ``verify_trace.py``, which travels with them and uses none of our code. An event
stands in its file byte for byte as it was sealed, one a line.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, TextIO

from jiugai.domain.findings import Finding, Place
from jiugai.domain.sealing.checkpoint import Checkpoint
from jiugai.domain.sealing.events import Json, canonical
from jiugai.domain.sealing.examination import Examined, KeptLeaf, KeptRoot, examine
from jiugai.domain.sealing.tree import Frontier, leaf_hash

FORMAT, VERSION = "jiugai-trace", 1
RECEIPTS_FORMAT = "jiugai-receipts"
VERIFIER = "verify_trace.py"
_LONGEST_LINE = 1 << 24


class NotATrace(ValueError):
    """A file is no export of a trace, or a damaged one; says where."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """One filing with its proof (回执): its event, where it stands, and the way to the root."""

    seq: int
    index: int
    event: str
    proof: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """A root that a bulletin printed, with the proof that the tree only added since (通报所印的根)."""

    month: str
    size: int
    root: bytes
    proof: tuple[bytes, ...]


def verifier() -> bytes:
    """Return the program that checks exports and receipts without this platform."""
    return files("jiugai.exchange").joinpath(VERIFIER).read_bytes()


def receipts_json(
    county: str, checkpoint: Checkpoint, receipts: Sequence[Receipt], printed: Sequence[Printed]
) -> dict[str, Any]:
    """Return a county's receipts as one JSON document."""
    return {
        "format": RECEIPTS_FORMAT,
        "v": VERSION,
        "county": county,
        "checkpoint": checkpoint.text(),
        "receipts": [
            {
                "seq": one.seq,
                "index": one.index,
                "event": one.event,
                "proof": [part.hex() for part in one.proof],
            }
            for one in receipts
        ],
        "bulletins": [
            {
                "month": one.month,
                "size": one.size,
                "root": one.root.hex(),
                "proof": [part.hex() for part in one.proof],
            }
            for one in printed
        ],
    }


def write_export(
    path: Path, origin: str, roots: Sequence[KeptRoot], events: Iterable[str]
) -> Frontier:
    """Write all events and every root that was kept; return the frontier over what was written.

    Whole or not at all: under another name first.
    """
    draft = path.with_name(f".{path.name}.part")
    frontier = Frontier()
    with draft.open("w", encoding="utf-8", newline="\n") as file:
        head: dict[str, Json] = {
            "format": FORMAT,
            "v": VERSION,
            "origin": origin,
            "algorithm": "SM3",
        }
        file.write(f"# {canonical(head).decode()}\n")
        for kept in roots:
            said: dict[str, Json] = {
                "size": kept.size,
                "root": kept.root.hex(),
                "where": kept.where,
            }
            file.write(f"C {canonical(said).decode()}\n")
        for event in events:
            file.write(f"E {event}\n")
            frontier = frontier.with_leaves([leaf_hash(event.encode())])
        last: dict[str, Json] = {"size": frontier.size, "root": frontier.root.hex()}
        file.write(f"Z {canonical(last).decode()}\n")
    draft.replace(path)
    return frontier


def examine_export(path: Path, held: Sequence[KeptRoot] = ()) -> Examined:
    """Examine an export; whatever is wrong with the file itself is a finding like any other."""
    try:
        with path.open(encoding="utf-8", newline="\n") as file:
            reader = _Reader(file)
            roots = reader.roots()
            examined = examine(reader.leaves(), [*roots, *held])
            reader.check_end(examined)
    except (NotATrace, UnicodeDecodeError) as error:
        message = f"不是完整的留痕导出文件：{error}。请重新导出后再核对。"
        fault = Finding("register.export", message, place=Place(path.name))
        return Examined(0, b"", 0, (fault,))
    return examined


class _Reader:
    """Reads an export line by line: head, roots, events, end."""

    def __init__(self, file: TextIO) -> None:
        self._lines = enumerate(iter(lambda: file.readline(_LONGEST_LINE), ""), 1)
        self._ahead: tuple[int, str, str] | None = None
        number, kind, rest = self._next()
        if kind != "#" or self._json(number, rest).get("format") != FORMAT:
            raise NotATrace("第 1 行不是文件头")

    def _next(self) -> tuple[int, str, str]:
        if self._ahead:
            found, self._ahead = self._ahead, None
            return found
        number, line = next(self._lines, (0, ""))
        if not line.endswith("\n"):
            raise NotATrace("文件在中途断了，没有结尾一行")
        kind, _, rest = line[:-1].partition(" ")
        return number, kind, rest

    def _json(self, number: int, text: str) -> dict[str, Any]:
        try:
            told = json.loads(text)
        except ValueError as error:
            raise NotATrace(f"第 {number} 行读不出来") from error
        if not isinstance(told, dict):
            raise NotATrace(f"第 {number} 行读不出来")
        return told

    def roots(self) -> list[KeptRoot]:
        """Return the roots that stand before the events."""
        found: list[KeptRoot] = []
        while True:
            number, kind, rest = self._next()
            if kind != "C":
                self._ahead = number, kind, rest
                return found
            told = self._json(number, rest)
            try:
                root = KeptRoot(int(told["size"]), bytes.fromhex(told["root"]), str(told["where"]))
            except (KeyError, TypeError, ValueError) as error:
                raise NotATrace(f"第 {number} 行的根读不出来") from error
            found.append(root)

    def leaves(self) -> Iterator[KeptLeaf]:
        """Yield the events."""
        at = 0
        while True:
            number, kind, rest = self._next()
            if kind != "E":
                self._ahead = number, kind, rest
                return
            body = rest.encode()
            yield KeptLeaf(at, body, leaf_hash(body))
            at += 1

    def check_end(self, examined: Examined) -> None:
        """Compare the last line with what was read.

        :raises NotATrace: if it is not there or says something else.
        """
        number, kind, rest = self._next()
        if kind != "Z":
            raise NotATrace(f"第 {number} 行不认识")
        if self._json(number, rest) != {"size": examined.size, "root": examined.root.hex()}:
            raise NotATrace("结尾一行写的条数或根与前面的不符")
        if next(self._lines, None):
            raise NotATrace("结尾一行后面还有内容")


def held_roots(content: bytes, name: str) -> list[KeptRoot]:
    """Return the roots that a county's receipts hold: the checkpoint's and those of the bulletins.

    :raises NotATrace: if it is not a file of receipts.
    """
    try:
        told = json.loads(content)
        if told["format"] != RECEIPTS_FORMAT:
            raise NotATrace("不是回执文件")
        checkpoint = Checkpoint.parse(told["checkpoint"])
        printed = [
            KeptRoot(int(one["size"]), bytes.fromhex(one["root"]), f"回执所记 {one['month']} 通报")
            for one in told["bulletins"]
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise NotATrace(f"《{name}》不是回执文件，或被改动过（{error}）") from error
    return [KeptRoot(checkpoint.size, checkpoint.root, f"《{name}》"), *printed]
