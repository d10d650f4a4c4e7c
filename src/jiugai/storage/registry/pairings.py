"""Reads of what was decided of records that look alike (重名核对)."""

from dataclasses import dataclass
from datetime import date, datetime

from jiugai.domain.facts import Fact
from jiugai.storage.audit.as_of import rows, standing


@dataclass(frozen=True, slots=True, kw_only=True)
class PairingRow(Fact):
    """A decision on a pair, standing or not, with who took it and what the cards were called.

    Attributes:
      kept: the community that stands for both; None where they are two.
      basis: on what the officer went; of a later decision, why it was taken anew.
      post_id: the post in which it was taken; ``post`` is what others call it.
    """

    low: int
    high: int
    kept: int | None
    low_name: str
    high_name: str
    low_key: str
    high_key: str
    basis: str
    recorded_at: datetime
    post_id: int
    post: str

    @property
    def places(self) -> tuple[int, int]:
        """Return the two communities, the lower id first."""
        return self.low, self.high


def pairings(*, last_seq: int) -> tuple[PairingRow, ...]:
    """Return every decision recorded up to a stamp, oldest first, those replaced as well."""
    found = rows(
        """
        SELECT p.id, s.seq, p.effective_on, p.replaces, p.withdrawn, p.low_id AS low,
               p.high_id AS high, p.kept_id AS kept, l.name AS low_name, h.name AS high_name,
               l.name_key AS low_key, h.name_key AS high_key, s.recorded_at,
               coalesce(p.reason, p.basis) AS basis, a.post_id,
               coalesce(o.name || ' ' || t.title, '系统') AS post
        FROM registry_pairing p
        JOIN audit_stamp s ON s.act_id = p.act_id AND s.seq <= %(seq)s
        JOIN audit_act a ON a.id = p.act_id
        JOIN registry_community_version l ON l.id = p.low_version_id
        JOIN registry_community_version h ON h.id = p.high_version_id
        LEFT JOIN accounts_post t ON t.id = a.post_id
        LEFT JOIN accounts_organisation o ON o.id = t.organisation_id
        ORDER BY s.seq, p.id
        """,
        {"seq": last_seq},
    )
    return tuple(PairingRow(**row) for row in found)


def versions(communities: list[int]) -> dict[int, int]:
    """Return the version last entered of each community's card, stamped or not yet."""
    found = rows(
        """
        SELECT community_id, max(id) AS version FROM registry_community_version
        WHERE community_id = ANY(%(ids)s) GROUP BY community_id
        """,
        {"ids": communities},
    )
    return {row["community_id"]: row["version"] for row in found}


def first_days(communities: list[int], *, last_seq: int) -> dict[int, date]:
    """Return the day from which each of some communities has had a card, as known by a stamp."""
    found = rows(
        f"""
        SELECT community_id, min(effective_on) AS day
        FROM ({standing("registry_community_version")}) v
        WHERE community_id = ANY(%(ids)s) GROUP BY community_id
        """,
        {"seq": last_seq, "day": date.max, "ids": communities},
    )
    return {row["community_id"]: row["day"] for row in found}
