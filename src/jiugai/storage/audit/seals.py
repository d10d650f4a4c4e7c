"""Sealing (封存): acts that have committed are put into the tree, in their order, by a job.

Stamps are gapless and in the order of commits (``guards.py``): whoever sees a stamp sees all before
it, with every row of its act. So nothing in flight can slip in before what is sealed, and the price
of the seal is not paid by whoever writes. A number that is missing is not skipped: it is told.
"""

import secrets
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from jiugai.domain.sealing.events import (
    PERSONAL,
    SALT_BYTES,
    RowsDigest,
    SealedAct,
    SealedRows,
    keyed,
)
from jiugai.domain.sealing.tree import leaf_hash
from jiugai.storage.audit.layout import (
    Layout,
    changing_images,
    last_layout,
    layout_now,
    written_by,
)
from jiugai.storage.audit.models import Act, Anchor
from jiugai.storage.audit.models import Layout as LayoutRow
from jiugai.storage.audit.seal_queries import (
    ActRow,
    CheckpointRow,
    acts_after,
    acts_named,
    changing_as_sealed,
    last_checkpoint,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
BATCH = 500
"""Acts sealed in one transaction; with their rows they must fit into memory."""

_New = tuple[int | None, bytes, bytes]
"""A leaf about to be added: the number of its act if it is one's, its event, its salt."""


class Torn(Exception):
    """A number is missing from the register, or does not follow the last one sealed."""


def seal(*, most: int = BATCH) -> int:
    """Seal what is next; return how many acts it was, 0 if there are none.

    One at a time, by a lock that ends with the transaction; a second sealer waits.

    :raises Torn: if a number is missing from the register.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(6109, 2)")
        before = last_checkpoint()
        layout = _layout(before.size)
        until, now = changing_images(layout.changing)
        acts = acts_after(before.last_seq, until=until, most=most)
        _check_gapless(before.last_seq, acts)
        leaves = list(_sealed(acts, layout))
        last_seq = acts[-1].seq if acts else before.last_seq
        if last_seq == until:
            leaves += _look(now, until)
        if leaves:
            _add(leaves, before, last_seq)
        return len(acts)


def seal_all() -> int:
    """Seal until nothing is left, batch by batch; return how many acts it was.

    :raises Torn: if a number is missing from the register.
    """
    many = 0
    while sealed := seal():
        many += sealed
    return many


def anchor(act: Act, size: int, root: bytes) -> None:
    """Enter that a root goes out of the house with an act."""
    Anchor.objects.create(act=act, size=size, root=root)


def _check_gapless(last_seq: int, acts: list[ActRow]) -> None:
    for expected, act in enumerate(acts, last_seq + 1):
        if act.seq != expected:
            raise Torn(f"第 {expected} 号登记不见了，其后的一律没有封存。请核对登记簿是否被动过。")


def _layout(size: int) -> Layout:
    """Return the layout of the tables as they are, and keep it if it is new."""
    last = last_layout()
    layout = layout_now(last)
    if layout != last:
        LayoutRow.objects.get_or_create(
            digest=layout.digest, defaults={"content": layout.text(), "since": size}
        )
    return layout


def _sealed(acts: list[ActRow], layout: Layout) -> Iterator[_New]:
    written = written_by(layout, [act.id for act in acts])
    digest = layout.digest
    for act in acts:
        salt = secrets.token_bytes(SALT_BYTES)
        yield act.seq, event_of(act, written[act.id], digest, salt), salt


def event_of(act: ActRow, written: dict[str, RowsDigest], layout: bytes, salt: bytes) -> bytes:
    """Return the event of an act and of the rows that it wrote, by table."""
    return SealedAct(
        seq=act.seq,
        at=act.recorded_at.astimezone(SHANGHAI).isoformat(timespec="microseconds"),
        key=act.key,
        verb=act.verb,
        subject=act.subject,
        post=act.post_id,
        user=act.user_id,
        body_digest=act.body_digest,
        layout=layout.hex(),
        rows={table: (found.many, found.commitment(salt)) for table, found in written.items()},
    ).event(salt)


def _look(now: dict[str, dict[str, bytes]], until: int) -> Iterator[_New]:
    """Yield an event of a look at the rows of rights, if there is anything to say of it.

    There is if a row is not as it was sealed, or if an act may have changed one: up to where was
    looked must stand in the tree, or an old act could be made to account for a new change.
    """
    looked, before = changing_as_sealed()
    salt = secrets.token_bytes(SALT_BYTES)
    changed: dict[str, dict[str, str | None]] = {}
    for table, found in now.items():
        known = before.get(table, {})
        rows: dict[str, str | None] = {
            id_: keyed(salt, image).hex()
            for id_, image in found.items()
            if id_ not in known or not is_as_sealed(known[id_].salt, image, known[id_].digest)
        }
        rows |= dict.fromkeys(set(known) - set(found))
        if rows:
            changed[table] = rows
    acts = acts_named(PERSONAL, after=looked or 0, until=until)
    if changed or acts or looked is None:
        yield None, SealedRows(until, tuple(acts), changed).event(), salt


def is_as_sealed(salt: bytes | None, image: bytes, digest: str) -> bool:
    """Say whether a row is as it was sealed; without its salt nobody can tell, so it is not."""
    return salt is not None and keyed(salt, image).hex() == digest


def _add(leaves: list[_New], before: CheckpointRow, last_seq: int) -> None:
    digests = [leaf_hash(body) for _, body, _ in leaves]
    numbers = list(range(before.size, before.size + len(leaves)))
    seqs = [seq for seq, _, _ in leaves]
    bodies = [body.decode() for _, body, _ in leaves]
    salts = [salt for _, _, salt in leaves]
    frontier = before.frontier().with_leaves(digests)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_leaf (number, seq, body, digest)"
            " SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::bytea[])",
            [numbers, seqs, bodies, digests],
        )
        cursor.execute(
            "INSERT INTO audit_salt (number, salt) SELECT * FROM unnest(%s::bigint[], %s::bytea[])",
            [numbers, salts],
        )
        cursor.execute(
            """
            INSERT INTO audit_checkpoint (size, root, peaks, last_seq, sealed_at)
            VALUES (%s, %s, %s, %s, clock_timestamp())
            """,
            [frontier.size, frontier.root, frontier.to_bytes(), last_seq],
        )
