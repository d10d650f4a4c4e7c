"""One concept, one English name, one Chinese term, one meaning."""

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GROUND = ROOT / "src" / "jiugai" / "domain"
_ROW = re.compile(r"\| (?P<name>[^|]+) \| (?P<term>[^|]+) \| (?P<meaning>[^|]+) \|")
_ROOM = re.compile(r"## (?P<room>[a-z_]+) .+")


@dataclass(frozen=True, slots=True)
class Word:
    """One row of the glossary, under the heading of its room."""

    room: str
    name: str
    term: str
    meaning: str

    @property
    def class_name(self) -> str:
        """Return the class that bears the name, or nothing for a plain word."""
        return self.name.strip("`") if self.name.startswith("`") else ""


def glossary() -> Iterator[Word]:
    room = ""
    for line in (ROOT / "GLOSSARY.md").read_text("utf-8").splitlines():
        if line.startswith("## "):
            heading = _ROOM.fullmatch(line)
            room = heading["room"] if heading else ""
        row = _ROW.fullmatch(line)
        if row and row["name"] != "English":
            yield Word(room, row["name"], row["term"], row["meaning"])


WORDS = tuple(glossary())


def public_classes() -> Iterator[tuple[str, str]]:
    """Yield the room and the name of each public class of the ground."""
    for file in sorted(GROUND.rglob("*.py")):
        room = file.relative_to(GROUND).parts[0].removesuffix(".py")
        for node in ast.parse(file.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                yield room, node.name


def twice(names: Iterable[object]) -> list[object]:
    return [name for name, times in Counter(names).items() if times > 1]


@pytest.mark.parametrize(("room", "name"), tuple(public_classes()))
def test_every_public_class_of_the_ground_is_listed_under_its_room(room: str, name: str):
    assert name in {word.class_name for word in WORDS if word.room == room}, (
        f"GLOSSARY.md lacks `{name}` of domain/{room}: add a row with its Chinese term"
    )


def test_no_listed_class_has_left_its_room():
    listed = {(word.room, word.class_name) for word in WORDS if word.class_name}

    assert sorted(listed - set(public_classes())) == []


def test_no_chinese_term_is_bound_to_two_words():
    assert twice(term for term, _ in {(word.term, word.name) for word in WORDS}) == []


def test_no_room_uses_a_name_twice():
    assert twice((word.room, word.name) for word in WORDS) == []
    assert twice(public_classes()) == []


def test_every_row_has_a_chinese_term_and_a_meaning():
    assert len(WORDS) > 100
    for word in WORDS:
        assert re.search(r"[\u4e00-\u9fff]", word.term), f"{word.name}: no Chinese term"
        assert word.meaning.strip(), f"{word.name}: no meaning"
