"""Closing a month from the screen: the close and its rankings together (封账)."""

from datetime import datetime
from pathlib import Path

from jiugai.domain.calendar import Month
from jiugai.services.actor import Actor
from jiugai.services.reporting import closing
from jiugai.services.reporting.closing import Closed
from jiugai.services.supervision.ranking_runs import rank_close


def close(month: Month, *, actor: Actor, at: datetime, snapshots: Path) -> Closed:
    """Close a month and keep its rankings; a month closed before is returned as it was.

    :raises NotAllowed: if the actor may not close months.
    :raises MonthNotOver: if the month has not ended by ``at``.
    :raises OutOfOrder: if a later month is closed already.
    :raises NothingToReport: if there is no task list.
    """
    done = closing.close(month, actor=actor, at=at, snapshots=snapshots)
    rank_close(done.row, actor=actor)
    return done
