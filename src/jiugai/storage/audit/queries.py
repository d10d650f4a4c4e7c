"""Reads of the register's order and of its acts (登记序号与留痕)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from jiugai.storage.audit.as_of import rows
from jiugai.storage.audit.models import Document, Stamp


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the register. ``key`` is the act's own: it tells two databases' stamps apart."""

    seq: int
    recorded_at: datetime | None
    key: UUID | None


NOTHING = Mark(0, None, None)


def last_mark(recorded_by: datetime | None = None) -> Mark:
    """Return the last stamp, or the last one recorded by a moment."""
    stamps = Stamp.objects.select_related("act").order_by("-seq")
    if recorded_by is not None:
        stamps = stamps.filter(recorded_at__lte=recorded_by)
    last = stamps.first()
    return Mark(last.seq, last.recorded_at, last.act.key) if last else NOTHING


def mark(seq: int) -> Mark:
    """Return the mark of a stamp, or nothing if there is none so numbered."""
    found = Stamp.objects.select_related("act").filter(seq=seq).first()
    return Mark(found.seq, found.recorded_at, found.act.key) if found else NOTHING


@dataclass(frozen=True, slots=True)
class ActRow:
    """A line of the trace (留痕); ``user`` says of a deputy also for whom: ``lisi 代 zhangsan``."""

    seq: int
    recorded_at: datetime
    verb: str
    subject: str
    post: str
    user: str


def acts(
    *,
    before_seq: int | None = None,
    after_seq: int | None = None,
    limit: int = 50,
    verb: str = "",
) -> tuple[ActRow, ...]:
    """Return acts, newest first, a page at a time by their stamp.

    :param before_seq: those next below a stamp; ``after_seq``: those next above one.
    """
    order = "ASC" if after_seq is not None else "DESC"
    found = rows(
        f"""
        SELECT s.seq, s.recorded_at, a.verb, a.subject,
               coalesce(o.name || ' ' || p.title, '系统') AS post,
               coalesce(u.username || coalesce(' 代 ' || w.username, ''), '系统') AS user
        FROM audit_stamp s JOIN audit_act a ON a.id = s.act_id
        LEFT JOIN accounts_post p ON p.id = a.post_id
        LEFT JOIN accounts_organisation o ON o.id = p.organisation_id
        LEFT JOIN accounts_user u ON u.id = a.user_id
        LEFT JOIN accounts_deputed_act f ON f.act_id = a.id
        LEFT JOIN accounts_delegation g ON g.id = f.delegation_id
        LEFT JOIN accounts_user w ON w.id = g.principal_id
        WHERE (%(before)s::bigint IS NULL OR s.seq < %(before)s)
          AND (%(after)s::bigint IS NULL OR s.seq > %(after)s)
          AND (%(verb)s = '' OR starts_with(a.verb, %(verb)s))
        ORDER BY s.seq {order} LIMIT %(limit)s
        """,
        {"before": before_seq, "after": after_seq, "limit": limit, "verb": verb},
    )
    listed = found if after_seq is None else found[::-1]
    return tuple(ActRow(**row) for row in listed)


def count_acts(verbs: tuple[str, ...], *, after_seq: int) -> int:
    """Return how many acts of these verbs were stamped after a stamp."""
    return Stamp.objects.filter(seq__gt=after_seq, act__verb__in=verbs).count()


def document_by_digest(sm3: bytes) -> int | None:
    """Return the id of a paper that is on file, by its digest."""
    return Document.objects.filter(sm3=sm3).values_list("pk", flat=True).first()


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper behind a fact (凭据)."""

    name: str
    number: str
    issued_on: date | None


def papers(evidence_ids: list[int]) -> dict[int, tuple[Paper, ...]]:
    """Return the papers of several sets of evidence."""
    found = rows(
        """
        SELECT i.evidence_id, d.name, d.number, d.issued_on
        FROM audit_evidence_item i JOIN audit_document d ON d.id = i.document_id
        WHERE i.evidence_id = ANY(%(ids)s) ORDER BY i.evidence_id, d.id
        """,
        {"ids": evidence_ids},
    )
    by_set: dict[int, tuple[Paper, ...]] = {}
    for row in found:
        paper = Paper(row["name"], row["number"], row["issued_on"])
        by_set[row["evidence_id"]] = (*by_set.get(row["evidence_id"], ()), paper)
    return by_set
