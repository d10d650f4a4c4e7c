"""What waits in the rankings and the draws, each read in one statement (今日待办)."""

from dataclasses import dataclass
from datetime import date

from jiugai.domain.calendar import Month
from jiugai.storage.audit.as_of import rows
from jiugai.storage.supervision.hearing_models import HearingStep


@dataclass(frozen=True, slots=True)
class ShownRanking:
    """A ranking that is shown and not yet out (公示中的排名).

    Attributes:
      made_by: who made what is shown; ``until``: its last day.
      open: objections that nobody has answered; ``own`` of them are the officer's.
      must_rank_anew: what was upheld is not in what is shown.
    """

    month: Month
    made_by: int
    until: date
    open: int
    own: int
    must_rank_anew: bool


@dataclass(frozen=True, slots=True)
class DrawnList:
    """A list drawn on a day, and how many of its projects nobody has visited yet (核实名单)."""

    month: Month
    on_day: date
    drawn: int
    open: int


def shown_rankings(*, user_id: int, until: date) -> tuple[ShownRanking, ...]:
    """Return the rankings that are shown and not yet out, the oldest month first.

    :param user_id: the officer who asks; nobody answers his own objection.
    :param until: rankings shown later are left out.
    """
    found = rows(
        """
        SELECT c.month, h.made_by, h.until, n.open, n.own, n.must_rank_anew
        FROM reporting_close c
        JOIN LATERAL (
          SELECT * FROM supervision_hearing_step s WHERE s.close_id = c.id
          ORDER BY s.number DESC LIMIT 1) h ON h.kind = 'show' AND h.on_day <= %(until)s
        CROSS JOIN LATERAL (
          SELECT count(*) FILTER (WHERE a.id IS NULL) AS open,
                 count(*) FILTER (WHERE a.id IS NULL AND o.user_id = %(user)s) AS own,
                 coalesce(bool_or(a.upheld AND o.step_id = h.id), false) AS must_rank_anew
          FROM supervision_objection o
          JOIN supervision_hearing_step s ON s.id = o.step_id
          LEFT JOIN supervision_objection_answer a ON a.objection_id = o.id
          WHERE s.close_id = c.id) n
        ORDER BY c.month
        """,
        {"user": user_id, "until": until},
    )
    return tuple(ShownRanking(**row | {"month": Month.of(row["month"])}) for row in found)


def was_shown(close_id: int) -> bool:
    """Say whether a closed month's ranking was ever shown to the counties."""
    return HearingStep.objects.filter(close_id=close_id).exists()


def drawn_lists() -> tuple[DrawnList, ...]:
    """Return the lists drawn, the oldest month first."""
    found = rows(
        """
        SELECT c.month, d.on_day, count(*) AS drawn,
               count(*) FILTER (WHERE NOT EXISTS (
                 SELECT FROM supervision_recount r WHERE r.candidate_id = k.id)) AS open
        FROM supervision_draw d JOIN reporting_close c ON c.id = d.close_id
        JOIN supervision_candidate k ON k.draw_id = d.id AND k.place IS NOT NULL
        GROUP BY c.month, d.on_day ORDER BY c.month
        """,
        {},
    )
    return tuple(DrawnList(**row | {"month": Month.of(row["month"])}) for row in found)
