"""How a county's headers are to be read (列对应): what the clerk corrected, remembered."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from jiugai.domain.registry.characters import fold, modern
from jiugai.domain.registry.ledger import Column

_NOTE_MARKS = re.compile("(?<![mM米])[¹²³⁴-⁹]+$|[①-⑳]+$|[*※★▲]")


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """A county's own reading of its headers, which goes before the vocabulary.

    Attributes:
      columns: by header as the sheet writes it; the levels of a header of several rows are joined
        by ``/``. None means that the column is to be left unread.
      units: by header, the unit of its figures where the sheet does not say one, such as ``万元``.
    """

    columns: Mapping[str, Column | None]
    units: Mapping[str, str] = field(default_factory=dict)

    def by_key(self) -> dict[str, Column | None]:
        """Return the columns by the spelling in which headers are compared."""
        return {header_key(header): column for header, column in self.columns.items()}

    def units_by_key(self) -> dict[str, str]:
        """Return the units by the spelling in which headers are compared."""
        return {header_key(header): unit for header, unit in self.units.items()}


def header_key(header: str) -> str:
    """Return the one spelling of a header: half width, usual characters, no space, no note's mark."""
    return _NOTE_MARKS.sub("", "".join(modern(fold(header)).split())).lower()
