"""What happened, act by act, as messages are made of it (可告知的操作)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from jiugai.domain.calendar import Month
from jiugai.domain.messages import Outcome
from jiugai.storage.audit.as_of import rows
from jiugai.storage.messages.models import Sending


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that an act did, to be told to whom it concerns (可告知的操作).

    Attributes:
      verb: the act's own, and ``reporting.raise_doubt`` for doubts, whichever act raised them.
      month: of a return, a doubt, a close or a bulletin.
      label: an order's number as papers bear it, what was found of a doubt or an objection, a post.
      key: the public id of an order or a meeting, a doubt's id, a project's or photo's number, a
        post's deputy.
      words: the demand, the reason, the message of the doubt, whose post it is.
      count: days of an extension, doubts of a month, projects of a list, a paper's number.
      is_owner, is_issuer: the order is this post's body's to do, or was laid by it.
      is_new: stamped after what the officer has read.
    """

    seq: int
    recorded_at: datetime
    verb: str
    county_id: int | None
    month: Month | None
    label: str
    key: str
    words: str
    count: int
    due_on: date | None
    is_owner: bool
    is_issuer: bool
    is_new: bool


_NO_ORDER = "NULL::bigint, NULL::bigint"
_HAPPENED = f"""
    SELECT m.act_id, 'reporting.' || m.kind || '_return' AS verb, m.county_id,
           NULL::bigint AS owner_id, NULL::bigint AS issuer_id, m.month,
           '' AS label, '' AS key, m.words, 0 AS count, NULL::date AS due_on
    FROM reporting_submission_move m
    UNION ALL
    SELECT e.act_id, 'reporting.extend_deadline', e.county_id, {_NO_ORDER}, e.month,
           '', '', e.reason, e.days, NULL
    FROM reporting_deadline_extension e
    UNION ALL
    SELECT d.act_id, 'reporting.raise_doubt', d.county_id, {_NO_ORDER}, d.month,
           '', min(d.id)::text, min(d.message), count(*)::int, NULL
    FROM reporting_doubt d GROUP BY d.act_id, d.county_id, d.month
    UNION ALL
    SELECT e.act_id, 'reporting.' || e.kind || '_doubt', d.county_id, {_NO_ORDER}, d.month,
           e.ruling, d.id::text, d.message, 1, NULL
    FROM reporting_doubt_deed e JOIN reporting_doubt d ON d.id = e.doubt_id
    UNION ALL
    SELECT e.act_id, 'supervision.' || e.kind || '_order', o.county_id, o.owner_id, o.issuer_id,
           NULL, '督〔' || o.year || '〕' || o.number || '号', o.public_id, o.demand, 0, e.due_on
    FROM supervision_deed e JOIN supervision_order o ON o.id = e.order_id
    UNION ALL
    SELECT c.act_id, 'reporting.close_month', NULL, {_NO_ORDER}, c.month, '', '', '', 0, NULL
    FROM reporting_close c
    UNION ALL
    SELECT i.act_id, 'bulletins.issue', NULL, {_NO_ORDER}, c.month, i.template, '', '', 0, NULL
    FROM bulletins_issue i JOIN reporting_close c ON c.id = i.close_id
    UNION ALL
    SELECT p.act_id, 'supervision.' || p.kind || '_ranking', NULL, {_NO_ORDER}, c.month,
           '', '', '', 0, p.until
    FROM supervision_hearing_step p JOIN reporting_close c ON c.id = p.close_id
    UNION ALL
    SELECT o.act_id, 'supervision.object_to_ranking', o.county_id, {_NO_ORDER}, c.month,
           '', o.id::text, o.what, 1, NULL
    FROM supervision_objection o
    JOIN supervision_hearing_step p ON p.id = o.step_id JOIN reporting_close c ON c.id = p.close_id
    UNION ALL
    SELECT w.act_id, 'supervision.answer_objection', w.county_id, {_NO_ORDER}, c.month,
           CASE WHEN w.upheld THEN '成立' ELSE '不成立' END, o.id::text, w.words, 1, NULL
    FROM supervision_objection_answer w JOIN supervision_objection o ON o.id = w.objection_id
    JOIN supervision_hearing_step p ON p.id = o.step_id JOIN reporting_close c ON c.id = p.close_id
    UNION ALL
    SELECT r.act_id, 'supervision.propose_rewards', r.county_id, {_NO_ORDER}, min(c.month),
           '', '', '', count(*)::int, NULL
    FROM supervision_reward_proposal r
    JOIN supervision_hearing_step p ON p.id = r.step_id JOIN reporting_close c ON c.id = p.close_id
    GROUP BY r.act_id, r.county_id
    UNION ALL
    SELECT d.act_id, 'supervision.decide_reward', d.county_id, {_NO_ORDER}, c.month,
           d.ruling, d.id::text, d.paper, 1, NULL
    FROM supervision_reward_decision d JOIN supervision_reward_proposal r ON r.id = d.proposal_id
    JOIN supervision_hearing_step p ON p.id = r.step_id JOIN reporting_close c ON c.id = p.close_id
    UNION ALL
    SELECT g.act_id, CASE g.kind WHEN 'issue' THEN 'supervision.issue_document'
                     ELSE 'supervision.set_document_due' END,
           CASE WHEN d.level > 2 THEN g.division_id END, {_NO_ORDER}, NULL,
           g.number, g.clause, CASE g.kind WHEN 'issue' THEN g.title ELSE g.paper END, 1, g.due_on
    FROM supervision_promulgation g JOIN divisions_division d ON d.id = g.division_id
    WHERE NOT g.withdrawn
    UNION ALL
    SELECT w.act_id, 'bulletins.issue_paper', o.county_id, o.owner_id, o.issuer_id, NULL,
           '督〔' || o.year || '〕' || o.number || '号', o.public_id, w.kind, w.number, w.due_on
    FROM bulletins_order_paper w JOIN supervision_order o ON o.id = w.order_id
    UNION ALL
    SELECT i.act_id, 'bulletins.issue_minutes', NULL, {_NO_ORDER}, NULL,
           t.kind, t.public_id, '', i.number, t.held_on
    FROM bulletins_minutes_issue i JOIN bulletins_meeting t ON t.id = i.meeting_id
    UNION ALL
    SELECT d.act_id, 'supervision.draw', NULL, {_NO_ORDER}, c.month, '', '', '',
           (SELECT count(*)::int FROM supervision_candidate k
            WHERE k.draw_id = d.id AND k.place IS NOT NULL), NULL
    FROM supervision_draw d JOIN reporting_close c ON c.id = d.close_id
    UNION ALL
    SELECT r.act_id, 'supervision.recount', r.county_id, {_NO_ORDER}, c.month,
           k.name, k.number, r.note, r.version, r.on_day
    FROM supervision_recount r JOIN supervision_candidate k ON k.id = r.candidate_id
    JOIN supervision_draw d ON d.id = k.draw_id JOIN reporting_close c ON c.id = d.close_id
    UNION ALL
    SELECT l.act_id, 'supervision.judge_photo', f.county_id, {_NO_ORDER}, NULL,
           l.verdict, f.public_id, l.said, 1, NULL
    FROM supervision_look l JOIN supervision_photo f ON f.id = l.photo_id
"""
_BETWEEN = """
    SELECT d.act_id, {verb} AS verb, NULL::bigint AS county_id, NULL::bigint AS owner_id,
           NULL::bigint AS issuer_id, NULL::date AS month, o.name || ' ' || p.title AS label,
           b.label AS key, {words} AS words, 0 AS count, {due_on} AS due_on,
           ARRAY[g.principal_id, g.deputy_id] AS persons
    FROM {deeds}
    JOIN accounts_user a ON a.id = g.principal_id JOIN accounts_user b ON b.id = g.deputy_id
    JOIN accounts_post p ON p.id = g.post_id JOIN accounts_organisation o ON o.id = p.organisation_id
"""
"""What concerns two people alone, in whichever post they read it: a post left to a deputy."""
_DELEGATED = _BETWEEN.format(
    verb="CASE WHEN n.user_id = g.principal_id THEN 'accounts.delegate'"
    " ELSE 'accounts.delegate_for' END",
    words="a.label || CASE WHEN n.user_id = g.principal_id THEN '' ELSE E'\\n' || g.words END",
    due_on="g.last_day",
    deeds="accounts_delegation d JOIN accounts_delegation g ON g.id = d.id"
    " JOIN audit_act n ON n.id = d.act_id",
)
_TAKEN_BACK = _BETWEEN.format(
    verb="'accounts.end_delegation'",
    words="a.label",
    due_on="d.ended_on",
    deeds="accounts_delegation_end d JOIN accounts_delegation g ON g.id = d.delegation_id",
)
_TOLD = f"""
    WITH happened AS (SELECT h.*, NULL::bigint[] AS persons FROM ({_HAPPENED}) h
                      UNION ALL {_DELEGATED} UNION ALL {_TAKEN_BACK}),
         at AS (SELECT p.organisation_id AS id,
                       coalesce((SELECT r.last_seq FROM messages_read_to r
                                 WHERE r.user_id = %(user)s AND r.post_id = %(post)s), 0) AS mark
                FROM accounts_post p WHERE p.id = %(post)s)
    SELECT s.seq, s.recorded_at, h.verb, h.county_id, h.month, h.label, h.key, h.words, h.count,
           h.due_on, coalesce(h.owner_id = at.id, false) AS is_owner,
           coalesce(h.issuer_id = at.id, false) AS is_issuer, s.seq > at.mark AS is_new
    FROM happened h
    JOIN audit_act a ON a.id = h.act_id
    JOIN audit_stamp s ON s.act_id = h.act_id
    CROSS JOIN at
    WHERE h.verb = ANY (%(verbs)s) AND a.user_id <> %(user)s
      AND s.recorded_at >= %(since)s AND s.recorded_at < %(until)s
      AND (NOT %(only_new)s OR s.seq > at.mark)
      AND (h.county_id IS NULL OR %(counties)s::bigint[] IS NULL
           OR h.county_id = ANY (%(counties)s))
      AND (h.issuer_id IS NULL OR at.id IN (h.owner_id, h.issuer_id))
      AND (h.persons IS NULL OR %(user)s = ANY (h.persons))
    ORDER BY s.seq DESC, h.verb, h.key LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """Where the register stands, and how far an officer has read in it (读到哪里).

    Attributes:
      last_seq: the last stamp; 0 before the first.
      key: its act's own; it tells two databases' stamps apart.
      read_to: the stamp up to which the officer has read; 0 for none.
    """

    last_seq: int
    key: UUID | None
    read_to: int


def reading(*, user_id: int, post_id: int) -> Reading:
    """Return how far an officer has read; one statement, asked by the frame of every page."""
    (found,) = rows(
        """
        SELECT coalesce(last.seq, 0) AS last_seq, last.key,
               coalesce((SELECT r.last_seq FROM messages_read_to r
                         WHERE r.user_id = %(user)s AND r.post_id = %(post)s), 0) AS read_to
        FROM (SELECT 1) AS one LEFT JOIN LATERAL (
          SELECT s.seq, a.key FROM audit_stamp s JOIN audit_act a ON a.id = s.act_id
          ORDER BY s.seq DESC LIMIT 1
        ) last ON true
        """,
        {"user": user_id, "post": post_id},
    )
    return Reading(**found)


def happened(
    verbs: Collection[str],
    *,
    user_id: int,
    post_id: int,
    counties: Collection[int] | None,
    since: datetime,
    until: datetime,
    limit: int,
    only_new: bool = False,
) -> tuple[Happened, ...]:
    """Return what others did within some counties or to the post's own body, newest first.

    One statement; the frame of every page asks it once a stamp.

    :param verbs: those of which the post may be told.
    :param counties: None for all.
    :param since: the first moment that counts; ``until`` no longer does.
    """
    found = rows(
        _TOLD,
        {
            "verbs": list(verbs),
            "user": user_id,
            "post": post_id,
            "counties": None if counties is None else list(counties),
            "since": since,
            "until": until,
            "limit": limit,
            "only_new": only_new,
        },
    )
    return tuple(_happened(row) for row in found)


def _happened(row: dict[str, Any]) -> Happened:
    month = row.pop("month")
    return Happened(**row, month=None if month is None else Month.of(month))


@dataclass(frozen=True, slots=True)
class SendingRow:
    """The receipt of one try to send messages out (外发回执).

    Attributes:
      robot: the digest of the address.
      kind, post: by what way, and what the post told was called; empty of old ones.
    """

    channel: str
    robot: str
    to_seq: int
    count: int
    outcome: Outcome
    words: str
    tried_at: datetime
    kind: str = ""
    post: str = ""


def last_sendings(channel: str, *, limit: int) -> tuple[SendingRow, ...]:
    """Return the last receipts of a channel, newest first."""
    found = Sending.objects.filter(channel=channel).order_by("-id")[:limit]
    return tuple(
        SendingRow(
            row.channel,
            row.robot,
            row.to_seq,
            row.count,
            Outcome(row.outcome),
            row.words,
            row.tried_at,
            row.kind,
            row.post,
        )
        for row in found
    )


def tries_since(robot: str, since: datetime) -> int:
    """Return how many times a robot was called since a moment, whichever channel did."""
    called = Sending.objects.filter(robot=robot, tried_at__gt=since)
    return called.exclude(outcome=Outcome.BEGUN.value).count()
