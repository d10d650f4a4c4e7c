"""A checkpoint (留痕根): how many events there are and the root over them, as text of five lines.

The form is that of C2SP's tlog-checkpoint: origin, size, root in base64, then extension lines, of
which ours names the algorithm. On paper the root stands as sixteen groups of four hex digits.
"""

import base64
import binascii
from dataclasses import dataclass

from jiugai.domain.sealing.sm3 import SIZE

ALGORITHM = "SM3"
GROUP = 4


class NotACheckpoint(ValueError):
    """A text is no checkpoint of the one form in which they are written."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How many events there are, and the root over them (留痕根).

    Attributes:
      origin: whose register it is, such as ``jiugai/610900``; without line ends.
    """

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Return the checkpoint as text."""
        root = base64.b64encode(self.root).decode("ascii")
        return f"{self.origin}\n{self.size}\n{root}\n{ALGORITHM}\n"

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """Read a checkpoint.

        :raises NotACheckpoint: if it is not exactly what ``text`` writes.
        """
        lines = text.split("\n")
        if len(lines) != 5 or lines[3] != ALGORITHM or lines[4]:
            raise NotACheckpoint("应为四行：来源、条数、根、算法")
        origin, size, root = lines[:3]
        if (
            not origin
            or not (size.isascii() and size.isdigit())
            or (size[0] == "0" and size != "0")
        ):
            raise NotACheckpoint("来源或条数不对")
        try:
            found = base64.b64decode(root, validate=True)
        except binascii.Error as error:
            raise NotACheckpoint("根不是 base64") from error
        made = cls(origin, int(size), found)
        if len(found) != SIZE or made.text() != text:
            raise NotACheckpoint("根不是 32 个字节")
        return made


def grouped(root: bytes) -> str:
    """Return a root as it is printed: sixteen groups of four hexadecimal digits.

    >>> grouped(bytes(32))[:14]
    '0000 0000 0000'
    """
    digits = root.hex()
    return " ".join(digits[at : at + GROUP] for at in range(0, len(digits), GROUP))
