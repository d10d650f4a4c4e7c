"""The page of an official document in Word's units (版面): GB/T 9704-2012 made into twips.

**The grid.** 28 characters of 16 pt are 448 pt, and the type area is 442.2 pt wide, so Word's grid
of lines and characters is told to take 0.207 pt from each. The pitch of the lines is the largest
whole number of twips of which 22 fit: 579, since 22 × 580 is 4 twips too many and Word would set 21.

**Where no grid is heeded.** Programs differ: LibreOffice gives a character that is wider than its
cell two cells. Paragraphs therefore do not snap to the line grid, their pitch is exact, and each
character is 0.3 pt tighter still. Full lines hold 28 characters either way and are justified to
the type area; only the last lines of paragraphs run a little shorter.
"""

import tomllib
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib import resources
from math import floor
from typing import Any

TWIPS_PER_PT = 20
TWIPS_PER_MM = Fraction(1440 * 10, 254)
CHAR_SPACE_PER_PT = 4096
TIGHTER_TWIPS = 6
"""Taken from each character's width where a program heeds no grid; measured in LibreOffice 7.4."""


@dataclass(frozen=True, slots=True)
class Fonts:
    """The five typefaces (字体), by the names that Chinese offices have."""

    song_title: str
    fangsong: str
    hei: str
    kai: str
    song: str


@dataclass(frozen=True, slots=True)
class Geometry:
    """The page (版面). Lengths in twips, type sizes in pt."""

    page_width: int
    page_height: int
    top: int
    right: int
    bottom: int
    left: int
    area_width: int
    area_height: int
    lines: int
    characters: int
    line_pitch: int
    char_space: int
    body_pt: int
    title_pt: int
    imprint_pt: int
    page_number_pt: int
    fonts: Fonts
    mark_below_top: int
    mark_most_pt: int
    mark_colour: str
    lines_above_number: int
    red_line_below_number: int
    red_line: int
    lines_above_title: int
    lines_below_title: int
    sealed_date_right: int
    unsealed_name_right: int
    unsealed_date_shift: int
    outer_line: int
    inner_line: int
    imprint_indent: int
    page_number_below: int
    page_number_indent: int

    @property
    def character(self) -> Fraction:
        """Return the pitch of the characters, in twips."""
        return Fraction(self.area_width, self.characters)

    def characters_wide(self, count: float) -> int:
        """Return the width of so many body characters, in twips."""
        return round(self.character * Fraction(count))


def twips(mm: float) -> int:
    """Return a length in mm as whole twips, the nearest."""
    return round(Fraction(str(mm)) * TWIPS_PER_MM)


@cache
def geometry() -> Geometry:
    """Return the page as the standard in force has it."""
    file = resources.files("jiugai.policy.national").joinpath("official_document.toml")
    rules = {rule["element"]: rule for rule in tomllib.loads(file.read_text("utf-8"))["rule"]}
    area = rules["type_area"]
    width, height = twips(area["width_mm"]), twips(area["height_mm"])
    page_width, page_height = twips(rules["paper"]["width_mm"]), twips(rules["paper"]["height_mm"])
    top, left = twips(area["top_mm"]), twips(area["left_mm"])
    lines, characters = rules["grid"]["lines"], rules["grid"]["characters"]
    body_pt = rules["type_sizes"]["body_pt"]
    return Geometry(
        page_width=page_width,
        page_height=page_height,
        top=top,
        left=left,
        right=page_width - left - width,
        bottom=page_height - top - height,
        area_width=width,
        area_height=height,
        lines=lines,
        characters=characters,
        line_pitch=height // lines,
        char_space=_char_space(width, characters, body_pt),
        body_pt=body_pt,
        title_pt=rules["type_sizes"]["title_pt"],
        imprint_pt=rules["type_sizes"]["imprint_pt"],
        page_number_pt=rules["type_sizes"]["page_number_pt"],
        fonts=Fonts(**{name: rules["fonts"][name] for name in Fonts.__dataclass_fields__}),
        **_elements(rules),
    )


def _char_space(width: int, characters: int, body_pt: int) -> int:
    """Return what the grid adds to each character, in 1/4096 pt, so that a line holds them all."""
    pitch = Fraction(width, characters * TWIPS_PER_PT)
    return floor((pitch - body_pt) * CHAR_SPACE_PER_PT)


def _elements(rules: dict[str, Any]) -> dict[str, Any]:
    mark, red, title = rules["mark"], rules["red_line"], rules["title"]
    signature, imprint, number = rules["signature"], rules["imprint"], rules["page_number"]
    return {
        "mark_below_top": twips(mark["below_top_mm"]),
        "mark_most_pt": mark["most_pt"],
        "mark_colour": mark["colour"],
        "lines_above_number": rules["number"]["empty_lines_above"],
        "red_line_below_number": twips(red["below_number_mm"]),
        "red_line": round(red["thickness_pt"] * TWIPS_PER_PT),
        "lines_above_title": title["empty_lines_above"],
        "lines_below_title": title["empty_lines_below"],
        "sealed_date_right": signature["sealed_date_right"],
        "unsealed_name_right": signature["unsealed_name_right"],
        "unsealed_date_shift": signature["unsealed_date_shift"],
        "outer_line": twips(imprint["outer_line_mm"]),
        "inner_line": twips(imprint["inner_line_mm"]),
        "imprint_indent": imprint["indent"],
        "page_number_below": twips(number["below_type_area_mm"]),
        "page_number_indent": number["indent"],
    }
