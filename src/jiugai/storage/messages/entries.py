"""Writes of how far an officer has read, and receipts of what was sent out (已读、外发回执)."""

from django.db import connection

from jiugai.storage.messages.models import Sending
from jiugai.storage.messages.queries import SendingRow


def read_to(*, user_id: int, post_id: int, county_id: int | None, last_seq: int) -> None:
    """Keep the stamp up to which an officer has read; it never goes back.

    Two windows that say so at once leave the later stamp.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO messages_read_to (user_id, post_id, county_id, last_seq)
            VALUES (%(user)s, %(post)s, %(county)s, %(seq)s)
            ON CONFLICT (user_id, post_id)
            DO UPDATE SET last_seq = greatest(messages_read_to.last_seq, excluded.last_seq)
            """,
            {"user": user_id, "post": post_id, "county": county_id, "seq": last_seq},
        )


def receipt(row: SendingRow, *, user_id: int, county_id: int | None) -> None:
    """Keep the receipt of one try to send."""
    Sending.objects.create(
        channel=row.channel,
        robot=row.robot,
        user_id=user_id,
        county_id=county_id,
        to_seq=row.to_seq,
        count=row.count,
        outcome=row.outcome.value,
        words=row.words[:200],
        kind=row.kind,
        post=row.post[:200],
        tried_at=row.tried_at,
    )
