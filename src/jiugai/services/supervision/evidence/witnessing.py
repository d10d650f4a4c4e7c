"""What others than a county saw of its works (旁证): photos that count, complaints that stand.

The checks of returns stand in an earlier room and know nothing of photos; whoever asks them hands
this in, so that a return and the evidence wall never count differently.
"""

from collections import Counter
from collections.abc import Iterable

from jiugai.domain.calendar import Month
from jiugai.domain.reporting.doubts.months import SeenByMonth, Witness
from jiugai.services.facts import Horizon
from jiugai.services.supervision.evidence.grading import COMPLAINT
from jiugai.storage.programme import queries as programme
from jiugai.storage.supervision import traces

__all__ = ["witnessed"]


def witnessed(asked: Horizon) -> Witness:
    """Return the photos and the complaints of every project within reach, month by month.

    A photo used before, or not yet found to be different from one on file, is none. Projects are
    named by their ids, as text.
    """
    last_seq, on_day = asked.last_seq, asked.as_of
    projects = {site.id: str(site.project_id) for site in programme.sites(last_seq=last_seq)}
    photos = traces.photo_tallies(last_seq=last_seq, on_day=on_day)
    complaints = (
        row for row in traces.traces(last_seq=last_seq, on_day=on_day) if row.kind == COMPLAINT
    )
    return Witness(
        _by_month((projects.get(one.site_id), Month.of(one.on), one.many) for one in photos),
        _by_month((projects.get(row.site_id), Month.of(row.effective_on), 1) for row in complaints),
    )


def _by_month(found: Iterable[tuple[str | None, Month, int]]) -> SeenByMonth:
    many: Counter[tuple[str, Month]] = Counter()
    for project, month, number in found:
        if project is not None:
            many[project, month] += number
    return SeenByMonth(dict(many))
