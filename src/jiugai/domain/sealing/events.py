"""What is sealed of an act (封存事件): canonical JSON without a person's data.

Whoever the act was done by, and what the rows that it wrote say, stands in it as a commitment: a
keyed digest whose key, the salt, is kept beside the tree. With the salt anybody who may see the
data can check them; once salt and data are deleted, as the law on personal data may ask, nothing can
be told from the commitment, and the tree stands.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from jiugai.domain.sealing.sm3 import sm3

VERSION = 1
SALT_BYTES = 16
_BLOCK = 64
_CHUNK_ROWS = 1_000
_INNER = bytes(byte ^ 0x36 for byte in range(256))
_OUTER = bytes(byte ^ 0x5C for byte in range(256))

Plain = str | int | bool | None
Json = Plain | list["Json"] | Mapping[str, "Json"]


class NotCanonical(TypeError):
    """A value has no canonical form: a float, a name that is no text, half of a character."""


def canonical(value: Json) -> bytes:
    """Return a value as canonical JSON: keys in order, UTF-8, no spaces, whole numbers and texts only.

    :raises NotCanonical: if there is anything else in it.
    """
    _check(value)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise NotCanonical(str(error)) from error


def _check(value: object) -> None:
    if value is None or isinstance(value, (str, int)):
        return
    if isinstance(value, Mapping):
        for name, part in value.items():
            if not isinstance(name, str):
                raise NotCanonical(f"{name!r} is no name")
            _check(part)
    elif isinstance(value, list):
        for part in value:
            _check(part)
    else:
        raise NotCanonical(f"{type(value).__name__} has no canonical form")


def keyed(salt: bytes, content: bytes) -> bytes:
    """Return HMAC-SM3 (GB/T 15852.2) of a content under a salt of at most 64 bytes."""
    key = salt.ljust(_BLOCK, b"\0")
    return sm3(key.translate(_OUTER) + sm3(key.translate(_INNER) + content))


def commitment(salt: bytes, kind: str, value: str) -> str:
    """Return what stands for a value in an event; ``kind`` keeps a 7 of users from an 7 of posts."""
    return keyed(salt, f"{kind}:{value}".encode()).hex()


class RowsDigest:
    """The digest of rows in their order (行摘要), a row at a time: an act may have written a million.

    Each image is told with its length, so that no two sequences look alike; a thousand at a time
    are put into one digest, and the salt comes over those.
    """

    def __init__(self) -> None:
        self.many = 0
        self._chunk = bytearray()
        self._chunks = bytearray()

    def add(self, image: bytes) -> None:
        """Take in the next row's image."""
        self._chunk += b"%d:%s," % (len(image), image)
        self.many += 1
        if self.many % _CHUNK_ROWS == 0:
            self._chunks += sm3(bytes(self._chunk))
            self._chunk.clear()

    def commitment(self, salt: bytes) -> str:
        """Return the commitment to all rows taken in so far, hexadecimal."""
        return keyed(salt, bytes(self._chunks) + sm3(bytes(self._chunk))).hex()


@dataclass(frozen=True, slots=True)
class SealedAct:
    """An act as it is sealed (封存的经办).

    Attributes:
      seq: its number in the register; ``at``: when it was recorded, ISO 8601 with its offset.
      key: the act's own identity, a UUID.
      subject: what it was about; of acts on accounts a commitment, for it names a person.
      user: the person's account, only ever as a commitment.
      body_digest: the digest of what was sent in, hexadecimal; empty if nothing was.
      layout: the digest of the layout by which its rows were read.
      rows: by table, how many rows it wrote and the commitment to them.
    """

    seq: int
    at: str
    key: str
    verb: str
    subject: str
    post: int
    user: int
    body_digest: str
    layout: str
    rows: Mapping[str, tuple[int, str]]

    def event(self, salt: bytes) -> bytes:
        """Return the event that is sealed."""
        about = self.subject
        if self.verb.startswith(PERSONAL):
            about = commitment(salt, "subject", self.subject) if self.subject else ""
        return canonical(
            {
                "v": VERSION,
                "kind": "act",
                "seq": self.seq,
                "at": self.at,
                "key": self.key,
                "verb": self.verb,
                "subject": about,
                "post": self.post,
                "user": commitment(salt, "user", str(self.user)),
                "body": self.body_digest,
                "layout": self.layout,
                "rows": {
                    table: {"n": many, "digest": digest}
                    for table, (many, digest) in self.rows.items()
                },
            }
        )


PERSONAL = "accounts."
"""How the verbs begin whose subject names a person."""


@dataclass(frozen=True, slots=True)
class SealedRows:
    """What changed in tables that may change, such as posts and appointments (封存的权限变动).

    Attributes:
      until: the last stamp when it was looked; ``acts``: the acts since the look before that may
        have changed them. A change without any act was made behind the system's back.
      changed: by table and row, the commitment to the row as it is now; None where it has gone.
    """

    until: int
    acts: tuple[int, ...]
    changed: Mapping[str, Mapping[str, str | None]]

    def event(self) -> bytes:
        """Return the event that is sealed."""
        return canonical(
            {
                "v": VERSION,
                "kind": "rows",
                "until": self.until,
                "acts": list(self.acts),
                "changed": {table: dict(rows) for table, rows in self.changed.items()},
            }
        )
