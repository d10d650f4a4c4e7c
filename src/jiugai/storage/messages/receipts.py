"""What was sent out, batch by batch (外发批次): all tries to tell the same are one batch."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jiugai.domain.messages import Outcome, SendingState
from jiugai.storage.audit.as_of import rows


@dataclass(frozen=True, slots=True)
class BatchRow:
    """What was to be told on a channel at one time, with all tries (外发批次).

    Attributes:
      id: its last try; later batches of a channel have greater ones.
      kind, post: by what way, and what the post told was called; empty of old ones.
      account: whose messages they were.
      to_seq: the stamp up to which the channel has told since.
      tries: their outcomes, newest first; ``words`` is what the other side said to the last.
    """

    id: int
    channel: str
    kind: str
    post: str
    account: str
    first_at: datetime
    last_at: datetime
    to_seq: int
    count: int
    tries: tuple[Outcome, ...]
    words: str

    @property
    def state(self) -> SendingState:
        return SendingState.of(self.tries[0])


# A try that settles something ends its batch: what comes after it on the channel is another.
_BATCHES = """
    WITH tries AS (
      SELECT s.*, count(*) FILTER (WHERE s.outcome IN ('begun', 'sent', 'given_up')) OVER (
               PARTITION BY s.channel ORDER BY s.id
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS batch
      FROM messages_sending s),
    batches AS (
      SELECT channel, max(id) AS id, min(tried_at) AS first_at,
             array_agg(outcome ORDER BY id DESC) AS tries
      FROM tries GROUP BY channel, batch)
"""
_STATE = """
    CASE b.tries[1] WHEN 'sent' THEN 'sent' WHEN 'given_up' THEN 'given_up'
                    WHEN 'begun' THEN 'begun' ELSE 'waiting' END
"""
_BATCH = """
    SELECT b.id, b.channel, t.kind, t.post, coalesce(u.username, '') AS account, b.first_at,
           t.tried_at AS last_at, t.to_seq, t.count, b.tries, t.words
    FROM batches b JOIN messages_sending t ON t.id = b.id LEFT JOIN accounts_user u ON u.id = t.user_id
"""


def batches(*, state: SendingState | None, before: int | None, limit: int) -> tuple[BatchRow, ...]:
    """Return what was sent out or was to be, newest first.

    :param state: only those of which it stands so.
    :param before: only those that ended before this try.
    """
    found = rows(
        f"""
        {_BATCHES} {_BATCH}
        WHERE (%(state)s::text IS NULL OR {_STATE} = %(state)s)
          AND (%(before)s::bigint IS NULL OR b.id < %(before)s)
        ORDER BY b.id DESC LIMIT %(limit)s
        """,
        {"state": state and state.value, "before": before, "limit": limit},
    )
    return tuple(_row(row) for row in found)


def last_batches() -> Mapping[str, BatchRow]:
    """Return the last batch of every channel that ever began, by the channel's name."""
    found = rows(
        f"""
        {_BATCHES} {_BATCH}
        WHERE b.id IN (SELECT max(id) FROM messages_sending GROUP BY channel)
        ORDER BY b.channel
        """,
        {},
    )
    return {row["channel"]: _row(row) for row in found}


def how_many() -> Mapping[SendingState, int]:
    """Return how many batches stand how."""
    found = rows(f"{_BATCHES} SELECT {_STATE} AS state, count(*) FROM batches b GROUP BY 1", {})
    return {SendingState(row["state"]): row["count"] for row in found}


def _row(row: dict[str, Any]) -> BatchRow:
    return BatchRow(**row | {"tries": tuple(Outcome(one) for one in row["tries"])})
