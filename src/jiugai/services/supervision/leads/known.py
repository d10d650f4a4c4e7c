"""What is on file of leaders at a horizon (包抓底数): read once, however often a page asks."""

from jiugai.services.facts import Horizon, remembered
from jiugai.storage.supervision import leads as queries
from jiugai.storage.supervision.leads import ChargeRow, LeaderRow, VisitRow


@remembered
def leaders(asked: Horizon) -> tuple[LeaderRow, ...]:
    """Return every leader: the city's first, then by county and office."""
    return queries.leaders(last_seq=asked.last_seq)


@remembered
def charges(asked: Horizon) -> tuple[ChargeRow, ...]:
    """Return every charge, standing or replaced, the newest first."""
    return queries.charges(last_seq=asked.last_seq)


@remembered
def visits(asked: Horizon) -> tuple[VisitRow, ...]:
    """Return every visit up to the day, standing or corrected, the newest first."""
    return queries.visits(last_seq=asked.last_seq, on_day=asked.as_of)
