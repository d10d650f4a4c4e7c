"""The tree over all events (留痕树): the shape of RFC 9162, section 2.1, with SM3.

A leaf is SM3(0x00 ‖ event), a node SM3(0x01 ‖ left ‖ right), so that no event can pass for a node.
The root of n leaves says what all n are and in what order; a proof of some twenty digests shows that
one event is among a million, or that a later tree only adds to an earlier one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jiugai.domain.sealing.sm3 import SIZE, sm3

EMPTY_ROOT = sm3(b"")
"""The root of a tree without leaves (RFC 9162, 2.1.1)."""


def leaf_hash(event: bytes) -> bytes:
    """Return the digest of an event as a leaf."""
    return sm3(b"\0" + event)


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the digest of a node."""
    return sm3(b"\1" + left + right)


@dataclass(frozen=True, slots=True)
class Frontier:
    """The right edge of a tree (树缘): all that is needed to add leaves and to know the root.

    Attributes:
      size: how many leaves there are.
      peaks: the roots of the whole subtrees, largest first; one for each 1 in the size's binary.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if len(self.peaks) != self.size.bit_count() or any(len(p) != SIZE for p in self.peaks):
            raise ValueError("the peaks are not those of a tree of that size")

    def with_leaves(self, leaves: Iterable[bytes]) -> "Frontier":
        """Return the frontier after more leaves."""
        size, peaks = self.size, list(self.peaks)
        for leaf in leaves:
            peaks.append(leaf)
            size += 1
            whole = size
            while not whole & 1:
                right = peaks.pop()
                peaks.append(sm3(b"\1" + peaks.pop() + right))
                whole >>= 1
        return Frontier(size, tuple(peaks))

    @property
    def root(self) -> bytes:
        """Return the root of the tree."""
        if not self.peaks:
            return EMPTY_ROOT
        found = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            found = node_hash(peak, found)
        return found

    def to_bytes(self) -> bytes:
        """Return the peaks, one after another; with the size they make the frontier again."""
        return b"".join(self.peaks)

    @classmethod
    def from_bytes(cls, size: int, peaks: bytes) -> "Frontier":
        """Return the frontier that was written as bytes.

        :raises ValueError: if they are not those of a tree of that size.
        """
        return cls(size, tuple(peaks[at : at + SIZE] for at in range(0, len(peaks), SIZE)))


def root(leaves: Iterable[bytes]) -> bytes:
    """Return the root over leaves' digests."""
    return Frontier().with_leaves(leaves).root


class Tree:
    """A whole tree in memory (整树), for proofs: 64 bytes a leaf."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self.size = len(leaves)
        self._levels: list[list[bytes]] = [list(leaves)]
        while len(self._levels[-1]) > 1:
            below = self._levels[-1]
            # A last one without a partner is promoted as it is: the shape of RFC 9162.
            above = [sm3(b"\1" + below[at] + below[at + 1]) for at in range(0, len(below) - 1, 2)]
            self._levels.append(above + below[len(below) & ~1 :])

    @property
    def root(self) -> bytes:
        """Return the root of the tree."""
        return self._levels[-1][0] if self.size else EMPTY_ROOT

    def inclusion(self, index: int) -> tuple[bytes, ...]:
        """Return the proof that the leaf of an index, from 0, is in the tree (2.1.3.1).

        :raises IndexError: if there is no such leaf.
        """
        if not 0 <= index < self.size:
            raise IndexError(index)
        path = []
        for level in self._levels[:-1]:
            partner = index ^ 1
            if partner < len(level):
                path.append(level[partner])
            index >>= 1
        return tuple(path)

    def consistency(self, first: int) -> tuple[bytes, ...]:
        """Return the proof that the tree only adds to its own first leaves (2.1.4.1).

        :raises IndexError: if the earlier tree is larger than this one.
        """
        if not 0 <= first <= self.size:
            raise IndexError(first)
        if first in (0, self.size):
            return ()
        return tuple(self._subproof(first, 0, self.size, is_whole=True))

    def _subproof(self, first: int, start: int, end: int, *, is_whole: bool) -> list[bytes]:
        """Return SUBPROOF of RFC 9162 for the leaves from ``start`` to ``end``."""
        if first == end - start:
            return [] if is_whole else [self._part(start, end)]
        half = 1 << (end - start - 1).bit_length() - 1
        if first <= half:
            inner = self._subproof(first, start, start + half, is_whole=is_whole)
            return [*inner, self._part(start + half, end)]
        inner = self._subproof(first - half, start + half, end, is_whole=False)
        return [*inner, self._part(start, start + half)]

    def _part(self, start: int, end: int) -> bytes:
        """Return the root of the leaves from ``start`` to ``end``, a subtree of this very tree."""
        level = (end - start - 1).bit_length()
        return self._levels[level][start >> level]


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], of_root: bytes) -> bool:
    """Say whether a proof shows that a leaf stands at an index of the tree of a root (2.1.3.2)."""
    if not 0 <= index < size:
        return False
    here, last, found = index, size - 1, leaf
    for part in proof:
        if last == 0:
            return False
        if here & 1 or here == last:
            found = node_hash(part, found)
            while not here & 1 and here:
                here >>= 1
                last >>= 1
        else:
            found = node_hash(found, part)
        here >>= 1
        last >>= 1
    return last == 0 and found == of_root


def is_consistent(
    first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Say whether a proof shows that a tree only adds to an earlier one (2.1.4.2)."""
    if not 0 <= first <= second:
        return False
    if first == second:
        return not proof and first_root == second_root
    if first == 0:
        return not proof and first_root == EMPTY_ROOT
    path = list(proof)
    if first & (first - 1) == 0:
        path.insert(0, first_root)
    if not path:
        return False
    here, last = first - 1, second - 1
    while here & 1:
        here >>= 1
        last >>= 1
    old = new = path[0]
    for part in path[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            old, new = node_hash(part, old), node_hash(part, new)
            while not here & 1 and here:
                here >>= 1
                last >>= 1
        else:
            new = node_hash(new, part)
        here >>= 1
        last >>= 1
    return last == 0 and old == first_root and new == second_root
