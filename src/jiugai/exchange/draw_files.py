"""The list that a draw is made from, and the recounts that came back (抽查名册、复核结果), as .csv.

A draw must not depend on how a cell was understood: whatever is doubtful refuses the whole list.
"""

import codecs
import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from jiugai.domain.findings import Finding, Place, blocking
from jiugai.domain.registry.characters import fold, quoted, says_nothing
from jiugai.domain.supervision.draw import Candidate
from jiugai.domain.supervision.lights import Light
from jiugai.exchange.plain_csv import PlainRow, PlainTable, read_plain

PROJECTS = ("project", "id", "项目", "项目编号", "项目名称", "编号")
COUNTIES = ("county", "unit", "县区", "县(区)", "县(市、区)", "单位")
RISKS = ("risk", "weight", "风险", "风险分", "风险值", "权重")
LIGHTS = ("light", "灯", "灯号", "上次核实灯")
DECLARED = ("declared", "reported", "上报", "上报数", "填报数")
FOUND = ("found", "verified", "核实", "核实数", "复核数")
_LIGHT_WORDS = {light.value: light for light in Light} | {
    word: light
    for light, words in (
        (Light.GREEN, ("绿", "绿灯", "绿色")),
        (Light.AMBER, ("黄", "黄灯", "黄色", "橙", "yellow")),
        (Light.RED, ("红", "红灯", "红色")),
    )
    for word in words
}
_NUMBER = re.compile(r"\d{1,9}(\.\d{1,4})?", re.ASCII)
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Frame:
    """The projects that may be drawn (抽查名册); none where a finding blocks."""

    candidates: tuple[Candidate, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back from the sites (复核回表): declared and found, by project."""

    figures: tuple[tuple[str, Fraction, Fraction], ...]
    findings: tuple[Finding, ...]


def read_frame(content: bytes, document: str) -> Frame:
    """Read the list of projects; never raises for what is in the file."""
    table = read_plain(content, document)
    if isinstance(table, Finding):
        return Frame((), (table,))
    return _Reader(table).frame()


def read_returned(content: bytes, document: str, drawn: Sequence[str]) -> Returned:
    """Read the recounts of a draw: every project of the list, and none besides."""
    table = read_plain(content, document)
    if isinstance(table, Finding):
        return Returned((), (table,))
    return _Reader(table).returned(drawn)


def frame_text(candidates: Sequence[Candidate]) -> bytes:
    """Write a list of projects as ``read_frame`` reads it back, digest for digest."""
    rows = [
        (c.project, c.county, str(_plain(c.risk)), c.light.word if c.light else "")
        for c in candidates
    ]
    return _written(("项目编号", "县区", "风险分", "灯号"), rows)


def returned_text(figures: Sequence[tuple[str, int, int]]) -> bytes:
    """Write declared and found by project, as ``read_returned`` reads it back."""
    rows = [(name, str(declared), str(found)) for name, declared, found in figures]
    return _written(("项目编号", "上报数", "核实数"), rows)


def _written(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """Write a table with the mark by which spreadsheets know its encoding."""
    kept = io.StringIO()
    writer = csv.writer(kept, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows(rows)
    return codecs.BOM_UTF8 + kept.getvalue().encode()


def _plain(risk: Fraction) -> Decimal:
    """Return a risk as a decimal; one without an end could not be read back.

    :raises ValueError: if it has more than four decimals.
    """
    scaled = risk * 10_000
    if scaled.denominator != 1:
        raise ValueError(f"{risk} has more than four decimals")
    return Decimal(scaled.numerator).scaleb(-4).normalize() if risk else Decimal(0)


class _Reader:
    """Reads one table, and remembers all that is wrong with it."""

    def __init__(self, table: PlainTable) -> None:
        self.table = table
        self.findings: list[Finding] = [*table.twice()]
        self.project = table.column(PROJECTS)
        if self.project is None:
            self._refuse(
                "draw.no_project", "没有找到项目列，表头请写“项目编号”或 project。", None, 0
            )

    def frame(self) -> Frame:
        """Return the list, or what is wrong with it."""
        county, risk, light = map(self.table.column, (COUNTIES, RISKS, LIGHTS))
        candidates = [
            Candidate(
                name,
                fold(row.at(county)) if county is not None else "",
                Fraction(1) if risk is None else self._number(row, risk, "风险分", "3 或 2.5"),
                None if light is None else self._light(row, light),
            )
            for row, name in self._names()
        ]
        used = [n for n in (self.project, county, risk, light) if n is not None]
        self.findings += self.table.unused(used)
        if blocking(self.findings):
            candidates = []
        return Frame(tuple(candidates), tuple(self.findings))

    def returned(self, drawn: Sequence[str]) -> Returned:
        """Return the figures in the order of the draw, or what is wrong with them."""
        declared, found = self.table.column(DECLARED), self.table.column(FOUND)
        if declared is None or found is None:
            message = "应有“上报数”和“核实数”两列（或 declared、found）。"
            self._refuse("draw.no_figures", message, None, 0)
            return Returned((), tuple(self.findings))
        figures: dict[str, tuple[str, Fraction, Fraction]] = {}
        for row, name in self._names():
            if name not in drawn:
                message = f"“{quoted(name)}”不在抽中的名单里，不能算进核实比。"
                self._refuse("draw.not_drawn", message, row, self.project or 0)
                continue
            pair = [self._number(row, n, word, "120") for n, word in ((declared, "上报数"), (found, "核实数"))]  # fmt: skip
            figures[name] = (name, pair[0], pair[1])
        missing = [name for name in drawn if name not in figures]
        if missing and not blocking(self.findings):
            said = "、".join(quoted(name) for name in missing[:5])
            message = f"抽中的项目还有 {len(missing)} 个没有核实数：{said}。少一个就不能代表全市。"
            self._refuse("draw.not_returned", message, None, 0)
        if blocking(self.findings):
            return Returned((), tuple(self.findings))
        return Returned(tuple(figures[name] for name in drawn), tuple(self.findings))

    def _names(self) -> list[tuple[PlainRow, str]]:
        """Return every row with its project's name, as typed but for spaces at its ends."""
        if self.project is None:
            return []
        seen: dict[str, int] = {}
        named = []
        for row in self.table.rows:
            name = row.at(self.project)
            if not name or len(name) > _LONGEST or not name.isprintable():
                message = (
                    f"项目读到“{quoted(name)}”，应为 1 到 {_LONGEST} 个字、没有换行的编号或名称。"
                )
                self._refuse("draw.no_name", message, row, self.project)
                continue
            if name in seen:
                message = f"项目“{quoted(name)}”在第 {seen[name]} 行已经有了，重复会多一次机会。请删去一行。"
                self._refuse("draw.twice", message, row, self.project)
            seen.setdefault(name, row.line)
            named.append((row, name))
        return named

    def _number(self, row: PlainRow, column: int, word: str, example: str) -> Fraction:
        typed = fold(row.at(column)).replace(",", "")
        if _NUMBER.fullmatch(typed):
            return Fraction(Decimal(typed))
        message = f"{word}读到“{quoted(row.at(column))}”，应为不小于 0 的数，例如 {example}。"
        self._refuse("draw.not_a_figure", message, row, column)
        return Fraction(0)

    def _light(self, row: PlainRow, column: int) -> Light | None:
        typed = fold(row.at(column)).lower()
        if says_nothing(typed):
            return None
        if typed not in _LIGHT_WORDS:
            message = f"灯号读到“{quoted(row.at(column))}”，应为绿、黄、红，没有核实过的留空。"
            self._refuse("draw.no_such_light", message, row, column)
        return _LIGHT_WORDS.get(typed)

    def _refuse(self, code: str, message: str, row: PlainRow | None, column: int) -> None:
        place = self.table.place(row, column) if row else Place(self.table.document)
        self.findings.append(Finding(code, f"{message}本次没有计算。", place=place))
