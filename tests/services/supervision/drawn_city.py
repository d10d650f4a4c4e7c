"""The little city with October 2020 closed, its bulletin out and, if wished, its list drawn."""

from datetime import UTC, date, datetime
from pathlib import Path

from jiugai.domain.calendar import Month
from jiugai.services.reporting import closing
from jiugai.services.reporting.closing import CloseRow
from jiugai.services.supervision import rounds
from jiugai.storage.bulletins import entries as bulletins
from jiugai.storage.unit_of_work import unit_of_work
from tests.services.little_city import LittleCity

OCTOBER = Month(2020, 10)
ISSUED, DRAWN, TODAY = date(2020, 11, 3), date(2020, 11, 4), date(2020, 11, 20)


def close_october(little: LittleCity, folder: Path) -> CloseRow:
    at = datetime(2020, 11, 2, 9, tzinfo=UTC)
    return closing.close(OCTOBER, actor=little.clerk, at=at, snapshots=folder).row


def issue_october(row: CloseRow) -> None:
    """Let October's bulletin go out, whatever it says."""
    with unit_of_work(verb="tests.issue", user_id=0, post_id=0) as act:
        bulletins.issue(
            act,
            close_id=row.id,
            template="red_head",
            year=2020,
            number=10,
            issued_on=ISSUED,
            source="正文",
            sm3=bytes(32),
        )


def draw_october(little: LittleCity, folder: Path) -> None:
    issue_october(close_october(little, folder))
    rounds.draw_month(OCTOBER, actor=little.clerk, today=DRAWN)
