"""Which community of the register a row of a plan or a return speaks of (对号)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from jiugai.domain.registry.names import key


@dataclass(frozen=True, slots=True)
class Known:
    """A community that a row may speak of: its identity, its county, its names."""

    id: int
    county_id: int
    name: str
    street: str


@dataclass(frozen=True, slots=True)
class Directory:
    """The communities of a register, to be found by county, name and street."""

    by_name: Mapping[tuple[int, str], Sequence[Known]]

    def find(self, county_id: int, name: str, street: str = "") -> Known | tuple[Known, ...] | None:
        """Return the one community meant, None, or all that it could be.

        A street decides between namesakes; where a row writes none, a name borne by one
        community is enough, and a name borne by several is not.
        """
        found = self.by_name.get((county_id, key(name)), ())
        if street:
            near = [known for known in found if known.street == street]
            if len(near) == 1:
                return near[0]
            found = near or [known for known in found if not known.street]
        if len(found) == 1:
            return found[0]
        return tuple(found) or None


def directory(communities: Iterable[Known]) -> Directory:
    """Return communities as a directory."""
    by_name: dict[tuple[int, str], list[Known]] = {}
    for known in communities:
        by_name.setdefault((known.county_id, key(known.name)), []).append(known)
    return Directory(by_name)
