"""Reads of the seals (封存): checkpoints, leaves, and what was last sealed of each changing row."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from jiugai.domain.sealing.tree import EMPTY_ROOT, Frontier
from jiugai.storage.audit.as_of import rows

_READ = 5_000


@dataclass(frozen=True, slots=True)
class CheckpointRow:
    """The tree after a batch (留痕根), as it is kept."""

    size: int
    root: bytes
    peaks: bytes
    last_seq: int
    sealed_at: datetime | None

    def frontier(self) -> Frontier:
        """Return the frontier to go on from.

        :raises ValueError: if the peaks are not those of a tree of that size.
        """
        return Frontier.from_bytes(self.size, self.peaks)


NOTHING_SEALED = CheckpointRow(0, EMPTY_ROOT, b"", 0, None)


@dataclass(frozen=True, slots=True)
class LeafRow:
    """One event as it is kept (封存条目); ``salt`` is None once it has been deleted."""

    number: int
    seq: int | None
    body: str
    digest: bytes
    salt: bytes | None


@dataclass(frozen=True, slots=True)
class AnchorRow:
    """A root that went out of the house (留痕根的公布), and with which act."""

    size: int
    root: bytes
    seq: int
    verb: str
    subject: str


def checkpoints() -> tuple[CheckpointRow, ...]:
    """Return all checkpoints, the smallest first."""
    return tuple(_checkpoint(row) for row in rows(_CHECKPOINTS + "ORDER BY size", {}))


def last_checkpoint() -> CheckpointRow:
    """Return the last checkpoint, or that of a tree without leaves."""
    found = rows(_CHECKPOINTS + "ORDER BY size DESC LIMIT 1", {})
    return _checkpoint(found[0]) if found else NOTHING_SEALED


_CHECKPOINTS = "SELECT size, root, peaks, last_seq, sealed_at FROM audit_checkpoint "


def _checkpoint(row: dict[str, Any]) -> CheckpointRow:
    return CheckpointRow(**row | {"root": bytes(row["root"]), "peaks": bytes(row["peaks"])})


def leaves(*, first: int = 0, last: int | None = None) -> Iterator[LeafRow]:
    """Yield events in the order of the tree, a few thousand at a time.

    :param first: from this number on; ``last``: up to and including this one.
    """
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                """
                SELECT l.number, l.seq, l.body, l.digest, s.salt
                FROM audit_leaf l LEFT JOIN audit_salt s USING (number)
                WHERE l.number >= %s AND (%s::bigint IS NULL OR l.number <= %s)
                ORDER BY l.number LIMIT %s
                """,
                [first, last, last, _READ],
            )
            found = cursor.fetchall()
        for number, seq, body, digest, salt in found:
            yield LeafRow(number, seq, body, bytes(digest), None if salt is None else bytes(salt))
        if len(found) < _READ:
            return
        first = int(found[-1][0]) + 1


def leaf_digests() -> list[bytes]:
    """Return the digests of all leaves, in the order of the tree."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT digest FROM audit_leaf ORDER BY number")
        return [bytes(digest) for (digest,) in cursor.fetchall()]


def leaves_of(seqs: list[int]) -> dict[int, LeafRow]:
    """Return the events of some acts, by the act's number; those not sealed yet are missing."""
    found = rows(
        """
        SELECT l.number, l.seq, l.body, l.digest, s.salt
        FROM audit_leaf l LEFT JOIN audit_salt s USING (number) WHERE l.seq = ANY(%(seqs)s)
        """,
        {"seqs": seqs},
    )
    return {
        row["seq"]: LeafRow(
            row["number"],
            row["seq"],
            row["body"],
            bytes(row["digest"]),
            None if row["salt"] is None else bytes(row["salt"]),
        )
        for row in found
    }


FILINGS = ("registry_imported_file", "reporting_submission_move")
"""Tables whose rows are a county's filings; each has a county and an act."""


def filings_of(county_id: int) -> list[int]:
    """Return the stamps of the acts with which a county filed something."""
    parts = " UNION ".join(
        f"SELECT act_id FROM {table} WHERE county_id = %(county)s" for table in FILINGS
    )
    found = rows(
        f"SELECT s.seq FROM audit_stamp s WHERE s.act_id IN ({parts}) ORDER BY s.seq",
        {"county": county_id},
    )
    return [row["seq"] for row in found]


@dataclass(frozen=True, slots=True)
class FilingRow:
    """A county's filing (报送): its stamp, and its place in the tree; None if it is not sealed yet."""

    seq: int
    recorded_at: datetime
    verb: str
    subject: str
    number: int | None


def filings(county_id: int) -> tuple[FilingRow, ...]:
    """Return a county's filings within reach, the newest first."""
    parts = " UNION ".join(
        f"SELECT act_id FROM {table} WHERE county_id = %(county)s" for table in FILINGS
    )
    found = rows(
        f"""
        SELECT s.seq, s.recorded_at, a.verb, a.subject, l.number
        FROM audit_stamp s JOIN audit_act a ON a.id = s.act_id
        LEFT JOIN audit_leaf l ON l.seq = s.seq
        WHERE s.act_id IN ({parts}) ORDER BY s.seq DESC
        """,
        {"county": county_id},
    )
    return tuple(FilingRow(**row) for row in found)


def anchors() -> tuple[AnchorRow, ...]:
    """Return the roots that went out of the house, oldest first."""
    found = rows(
        """
        SELECT n.size, n.root, s.seq, a.verb, a.subject FROM audit_anchor n
        JOIN audit_act a ON a.id = n.act_id JOIN audit_stamp s ON s.act_id = a.id ORDER BY s.seq
        """,
        {},
    )
    return tuple(AnchorRow(**row | {"root": bytes(row["root"])}) for row in found)


@dataclass(frozen=True, slots=True)
class SealedRow:
    """What was last sealed of a row that may change (封存的行): its commitment and the key to it."""

    digest: str
    salt: bytes | None


def changing_as_sealed() -> tuple[int | None, dict[str, dict[str, SealedRow]]]:
    """Return what was last sealed of every row of the tables that may change.

    :returns: the stamp up to which was looked, None before the first look; and by table and row
      what was sealed. Both are told by the tree, not by anything kept beside it.
    """
    found = rows(
        """
        SELECT l.body, s.salt FROM audit_leaf l LEFT JOIN audit_salt s USING (number)
        WHERE l.seq IS NULL ORDER BY l.number
        """,
        {},
    )
    state: dict[str, dict[str, SealedRow]] = {}
    until: int | None = None
    for row in found:
        salt = None if row["salt"] is None else bytes(row["salt"])
        event = json.loads(row["body"])
        until = int(event["until"])
        for table, changed in event["changed"].items():
            known = state.setdefault(table, {})
            for id_, digest in changed.items():
                if digest is None:
                    known.pop(id_, None)
                else:
                    known[id_] = SealedRow(digest, salt)
    return until, state


@dataclass(frozen=True, slots=True)
class ActRow:
    """An act as it stands in the tables (经办), to be sealed or compared with its seal."""

    id: int
    seq: int
    recorded_at: datetime
    key: str
    verb: str
    subject: str
    post_id: int
    user_id: int
    body_digest: str


def acts_after(seq: int, *, until: int | None = None, most: int) -> list[ActRow]:
    """Return the acts after a stamp, in their order.

    :param until: the last stamp that is wanted.
    """
    found = rows(
        """
        SELECT a.id, s.seq, s.recorded_at, a.key::text AS key, a.verb, a.subject, a.post_id,
               a.user_id, coalesce(encode(a.body_digest, 'hex'), '') AS body_digest
        FROM audit_stamp s JOIN audit_act a ON a.id = s.act_id
        WHERE s.seq > %(seq)s AND (%(until)s::bigint IS NULL OR s.seq <= %(until)s)
        ORDER BY s.seq LIMIT %(most)s
        """,
        {"seq": seq, "until": until, "most": most},
    )
    return [ActRow(**row) for row in found]


def acts_named(prefix: str, *, after: int, until: int) -> list[int]:
    """Return the stamps of acts whose verb begins so, between two stamps."""
    found = rows(
        """
        SELECT s.seq FROM audit_stamp s JOIN audit_act a ON a.id = s.act_id
        WHERE s.seq > %(after)s AND s.seq <= %(until)s AND starts_with(a.verb, %(prefix)s)
        ORDER BY s.seq
        """,
        {"after": after, "until": until, "prefix": prefix},
    )
    return [row["seq"] for row in found]


def acts_without_stamp() -> int:
    """Return how many acts bear no stamp: none, unless the stamping was switched off."""
    found = rows(
        """
        SELECT count(*) AS many FROM audit_act a
        WHERE NOT EXISTS (SELECT FROM audit_stamp s WHERE s.act_id = a.id)
        """,
        {},
    )
    return int(found[0]["many"])
