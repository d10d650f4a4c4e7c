"""The page that is being read (读取中的表): its cells, and how findings name their place."""

from dataclasses import dataclass, field

from jiugai.domain.findings import Finding, Place, Weight
from jiugai.exchange.ledger.grid import Grid, cell_name


@dataclass(slots=True)
class Page:
    """One sheet with the file's name; collects what is said of the sheet as a whole."""

    document: str
    grid: Grid
    findings: list[Finding] = field(default_factory=list)

    def cell(self, row: int, column: int) -> Place:
        """Return the place of a cell, from its row and column counted from 0."""
        return Place(self.document, self.grid.sheet, cell_name(row, column))

    @property
    def whole(self) -> Place:
        return Place(self.document, self.grid.sheet)

    def warns(self, code: str, message: str, place: Place | None = None) -> Finding:
        """Return a finding that lets through."""
        return Finding(code, message, Weight.WARNS, place or self.whole)

    def tell(self, code: str, message: str, place: Place | None = None) -> None:
        """Say something of the sheet."""
        self.findings.append(self.warns(code, message, place))
