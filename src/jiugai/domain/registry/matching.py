"""Which community of the register a row of a plan or a return speaks of (对号)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from jiugai.domain.registry.names import key


@dataclass(frozen=True, slots=True)
class Known:
    """A record that a row may speak of: its identity, its county, its names.

    Attributes:
      counted_as: the record that stands for it, if another does (重名核对).
    """

    id: int
    county_id: int
    name: str
    street: str
    counted_as: int | None = None

    @property
    def community(self) -> int:
        """Return the record under which its community is counted."""
        return self.id if self.counted_as is None else self.counted_as


@dataclass(frozen=True, slots=True)
class Directory:
    """The communities of a register, to be found by county, name and street."""

    by_name: Mapping[tuple[int, str], Sequence[Known]]

    def find(self, county_id: int, name: str, street: str = "") -> Known | tuple[Known, ...] | None:
        """Return the one community meant, None, or all that it could be.

        A street decides between namesakes; where a row writes none, a name borne by one
        community is enough, and a name borne by several is not. Records that were found to be one
        community are one: the one that stands for the others is meant.
        """
        found = self.by_name.get((county_id, key(name)), ())
        if street:
            near = _once([known for known in found if known.street == street])
            if len(near) == 1:
                return near[0]
            found = near or [known for known in found if not known.street]
        found = _once(found)
        if len(found) == 1:
            return found[0]
        return tuple(found) or None


def _once(found: Sequence[Known]) -> Sequence[Known]:
    """Return one record of each community, the one that is counted where it is among them."""
    if len(found) < 2:
        return found
    by_community: dict[int, Known] = {}
    for known in found:
        if known.id == known.community or known.community not in by_community:
            by_community[known.community] = known
    return tuple(by_community.values())


def directory(communities: Iterable[Known]) -> Directory:
    """Return communities as a directory."""
    by_name: dict[tuple[int, str], list[Known]] = {}
    for known in communities:
        by_name.setdefault((known.county_id, key(known.name)), []).append(known)
    return Directory(by_name)
