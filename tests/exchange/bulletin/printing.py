"""Prints a bulletin through LibreOffice and looks at the page, in millimetres.

**What substitution changes.** The five typefaces of an official document are not on this machine;
Noto CJK stands in, told by a font configuration of our own so that every machine takes the same.
Chinese glyphs are one em wide in both, so lines, characters to a line, margins and rules come out
the same. Noto's digits are wider than half an em, and LibreOffice parts Chinese and digits by a
quarter em whatever the file says, so lines with digits hold fewer characters than in WPS or Word:
characters to a line are therefore counted on lines of Chinese alone. Noto's glyphs fill their em a
little differently from 小标宋, which moves the upper edge of the mark by less than half a millimetre.
"""

import shutil
import subprocess
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pdfplumber
import pytest

MM = 25.4 / 72
DPI = 300
STAND_INS = {
    "仿宋_GB2312": "Noto Serif CJK SC",
    "楷体_GB2312": "Noto Serif CJK SC",
    "宋体": "Noto Serif CJK SC",
    "黑体": "Noto Sans CJK SC",
    "方正小标宋简体": "Noto Serif CJK SC",
}
LONGEST = 120
"""Seconds that a print may take on a busy machine before it counts as hung."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A page as printed: its characters and its ink, in millimetres from the upper left corner."""

    characters: list[tuple[str, float, float, float]]
    """Character, left, right, and the bottom of its line."""
    ink: np.ndarray
    """Red, green and blue of each dot, DPI to the inch."""

    @property
    def lines(self) -> list[tuple[str, float, float, float]]:
        """Return the lines: text, left, right and bottom, from above to below."""
        rows: dict[int, list[tuple[str, float, float, float]]] = defaultdict(list)
        for character in self.characters:
            rows[round(character[3])].append(character)
        found = []
        for _, row in sorted(rows.items()):
            row.sort(key=lambda each: each[1])
            text = "".join(each[0] for each in row)
            found.append((text, row[0][1], max(each[2] for each in row), row[0][3]))
        return found

    def dark_rows(self, left: float, right: float) -> list[tuple[float, float]]:
        """Return the stretches, top and bottom, in which ink fills the width between two edges."""
        band = self.ink[:, _dots(left) : _dots(right)].sum(axis=2) < 500
        return _stretches(band.mean(axis=1) > 0.97)

    def red_rows(self) -> list[tuple[float, float]]:
        """Return the stretches, top and bottom, that hold red ink."""
        return _stretches(self._red().any(axis=1))

    def red_columns(self, top: float, bottom: float) -> tuple[float, float]:
        """Return the leftmost and the rightmost red ink between two heights."""
        columns = np.where(self._red()[_dots(top) : _dots(bottom) + 1].any(axis=0))[0]
        return _mm(int(columns[0])), _mm(int(columns[-1]) + 1)

    def black_rows(self, top: float, bottom: float) -> list[tuple[float, float]]:
        """Return the stretches of black ink between two heights."""
        band = self.ink[_dots(top) : _dots(bottom)].sum(axis=2) < 250
        return [(top + a, top + b) for a, b in _stretches(band.any(axis=1))]

    def dash(self, below: float) -> float:
        """Return the height of the longest horizontal stroke below a line: the page number's dashes."""
        band = (self.ink[_dots(below) :].sum(axis=2) < 400).sum(axis=1)
        return below + _mm(int(np.argmax(band)))

    def _red(self) -> np.ndarray:
        red, green = self.ink[:, :, 0].astype(int), self.ink[:, :, 1].astype(int)
        return (red > 180) & (green < 120)


def _dots(mm: float) -> int:
    return round(mm / 25.4 * DPI)


def _mm(dots: int) -> float:
    return dots / DPI * 25.4


def _stretches(rows: np.ndarray) -> list[tuple[float, float]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], rows.astype(int), [0]))))
    return [(_mm(int(a)), _mm(int(b))) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def can_print() -> str:
    """Return what is missing to print, in words; empty if nothing is."""
    if shutil.which("soffice") is None:
        return "LibreOffice is not installed (apt-get install libreoffice-writer-nogui)"
    if shutil.which("fc-list") is None:
        return "fontconfig is not installed"
    fonts = subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, text=True, check=False)
    if "Noto Serif CJK" not in fonts.stdout:
        return "no Chinese typeface to stand in (apt-get install fonts-noto-cjk)"
    return ""


def pages_of(folder: Path, files: dict[str, bytes]) -> dict[str, list[Printed]]:
    """Print files and return their pages."""
    missing = can_print()
    if missing:
        pytest.skip(f"the printed page was not measured: {missing}")
    for name, content in files.items():
        (folder / f"{name}.docx").write_bytes(content)
    soffice("pdf", folder, [f"{name}.docx" for name in files])
    return {name: _pages(folder / f"{name}.pdf") for name in files}


def soffice(target: str, folder: Path, names: list[str], out: str = ".") -> None:
    """Convert files with a profile and a font configuration of their own."""
    fonts = folder / "fonts.conf"
    fonts.write_text(_font_configuration(folder), "utf-8")
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation=file://{folder / 'profile'}", "--headless",
            "--convert-to", target, "--outdir", out, *names,
        ],
        cwd=folder, env={"FONTCONFIG_FILE": str(fonts), "HOME": str(folder), "PATH": "/usr/bin:/bin"},
        check=True, capture_output=True, timeout=LONGEST,
    )  # fmt: skip


def _font_configuration(folder: Path) -> str:
    rules = "".join(
        f'<match target="pattern"><test name="family"><string>{name}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{stand_in}</string></edit>'
        "</match>"
        for name, stand_in in STAND_INS.items()
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include><cachedir>{folder}/fonts'
        f"</cachedir>{rules}</fontconfig>"
    )


def _pages(file: Path) -> list[Printed]:
    with pdfplumber.open(file) as pdf:
        return [
            Printed(
                [(c["text"], c["x0"] * MM, c["x1"] * MM, c["bottom"] * MM) for c in page.chars],
                np.asarray(page.to_image(resolution=DPI).original.convert("RGB")),
            )
            for page in pdf.pages
        ]
