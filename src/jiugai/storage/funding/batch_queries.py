"""Reads of batches at (day, stamp) (申报批次、批复): versions, their lines, what was answered."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jiugai.domain.funding.batches import Answer, Decider, Mouth
from jiugai.storage.audit.as_of import rows
from jiugai.storage.funding.book_pages import hand_joins, hand_label


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A version of a batch with who drew it up and who confirmed it (批次版本).

    Attributes:
      county_id: None for the city's own.
      drawn_by, confirmed_by: the accounts, ``_at_post`` in which post; None and empty while it waits
        for another's hand.
    """

    id: int
    version_id: int
    county_id: int | None
    year: int
    mouth: Mouth
    decider: Decider
    number: int
    paper: str
    filed_on: date
    reason: str
    drawn_by: int
    drawn_at_post: str
    drawn_at: datetime
    confirmed_by: int | None
    confirmed_at_post: str
    confirmed_at: datetime | None

    @property
    def confirmed(self) -> bool:
        """Say whether it was filed."""
        return self.confirmed_by is not None


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line within reach with the last answer to it (申报行), in 分."""

    id: int
    version_id: int
    number: int
    county_id: int
    community_id: int
    item: str
    asked_fen: int
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A paper that answered lines of a batch (批复)."""

    id: int
    batch_id: int
    paper: str
    answered_on: date
    reason: str
    by_post: str
    recorded_at: datetime


_BATCHES = f"""
    SELECT b.id, v.id AS version_id, b.county_id, b.year, b.mouth, b.decider, v.number, v.paper,
           v.filed_on, v.reason, v.user_id AS drawn_by, {hand_label("m")} AS drawn_at_post,
           s.recorded_at AS drawn_at, t.user_id AS confirmed_by,
           CASE WHEN t.user_id IS NULL THEN '' ELSE {hand_label("c")} END AS confirmed_at_post,
           t.recorded_at AS confirmed_at
    FROM funding_batch b
    JOIN funding_batch_version v ON v.batch_id = b.id AND v.filed_on <= %(day)s
    JOIN audit_stamp s ON s.act_id = v.act_id AND s.seq <= %(seq)s
    LEFT JOIN (SELECT c.version_id, c.act_id, c.user_id, u.recorded_at FROM funding_batch_confirmation c
               JOIN audit_stamp u ON u.act_id = c.act_id AND u.seq <= %(seq)s) t
      ON t.version_id = v.id
    {hand_joins("v.act_id", "m")} {hand_joins("t.act_id", "c")}
"""


def batches(*, last_seq: int, on_day: date) -> tuple[BatchRow, ...]:
    """Return the newest version of each batch within reach, the newest first."""
    found = rows(
        f"""
        SELECT * FROM (SELECT DISTINCT ON (id) * FROM ({_BATCHES}) v ORDER BY id, number DESC) w
        ORDER BY year DESC, filed_on DESC, id DESC
        """,
        {"seq": last_seq, "day": on_day},
    )
    return tuple(_batch(row) for row in found)


def filed(*, last_seq: int, on_day: date) -> tuple[BatchRow, ...]:
    """Return of each batch within reach the newest version that was confirmed: what counts."""
    found = rows(
        f"""
        SELECT DISTINCT ON (id) * FROM ({_BATCHES}) v WHERE confirmed_by IS NOT NULL
        ORDER BY id, number DESC
        """,
        {"seq": last_seq, "day": on_day},
    )
    return tuple(_batch(row) for row in found)


def versions(batch_id: int, *, last_seq: int, on_day: date) -> tuple[BatchRow, ...]:
    """Return every version of a batch, the newest first; none if it is out of reach."""
    found = rows(
        f"SELECT * FROM ({_BATCHES}) v WHERE id = %(id)s ORDER BY number DESC",
        {"seq": last_seq, "day": on_day, "id": batch_id},
    )
    return tuple(_batch(row) for row in found)


def _batch(row: dict[str, Any]) -> BatchRow:
    told = {**row, "mouth": Mouth(row["mouth"]), "decider": Decider(row["decider"])}
    return BatchRow(**told)


def lines(version_ids: list[int], *, last_seq: int, on_day: date) -> dict[int, tuple[LineRow, ...]]:
    """Return the lines of versions within reach, each with the last answer to it, in their order."""
    found = rows(
        """
        SELECT l.id, l.version_id, l.number, l.county_id, l.community_id, l.item,
               l.amount_fen AS asked_fen, a.won_fen, a.because, a.paper, a.answered_on
        FROM funding_batch_line l
        LEFT JOIN LATERAL (
          SELECT w.won_fen, w.because, n.paper, n.answered_on
          FROM funding_batch_answer_line w JOIN funding_batch_answer n ON n.id = w.answer_id
          JOIN audit_stamp s ON s.act_id = n.act_id AND s.seq <= %(seq)s
          WHERE w.line_id = l.id AND n.answered_on <= %(day)s
          ORDER BY n.answered_on DESC, s.seq DESC LIMIT 1
        ) a ON true
        WHERE l.version_id = ANY(%(versions)s) ORDER BY l.version_id, l.number
        """,
        {"seq": last_seq, "day": on_day, "versions": version_ids},
    )
    by_version: dict[int, list[LineRow]] = defaultdict(list)
    for row in found:
        won, because, paper, on = (
            row.pop(name) for name in ("won_fen", "because", "paper", "answered_on")
        )
        answer = None if won is None else Answer(won, because, paper, on)
        by_version[row["version_id"]].append(LineRow(**row, answer=answer))
    return {version_id: tuple(own) for version_id, own in by_version.items()}


def answers(batch_id: int, *, last_seq: int, on_day: date) -> tuple[AnswerRow, ...]:
    """Return the papers that answered a batch, the newest first."""
    found = rows(
        f"""
        SELECT a.id, a.batch_id, a.paper, a.answered_on, a.reason, {hand_label("m")} AS by_post,
               s.recorded_at
        FROM funding_batch_answer a
        JOIN audit_stamp s ON s.act_id = a.act_id AND s.seq <= %(seq)s
        {hand_joins("a.act_id", "m")}
        WHERE a.batch_id = %(id)s AND a.answered_on <= %(day)s
        ORDER BY a.answered_on DESC, s.seq DESC
        """,
        {"seq": last_seq, "day": on_day, "id": batch_id},
    )
    return tuple(AnswerRow(**row) for row in found)
