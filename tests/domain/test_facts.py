"""The as-of rule: worked examples, one property, and the wrong rules that must not pass."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.facts import Fact, Horizon, Stamp, last_seq_by, latest, standing

DAY = date(2020, 10, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported(Fact):
    site: int = 1


# One site's start: reported, moved to November as a slip of the pen, withdrawn, and at last real.
REPORTED = Reported(id=1, seq=10, effective_on=date(2020, 10, 28))
MOVED = Reported(id=2, seq=20, effective_on=date(2020, 11, 12), replaces=1)
WITHDRAWN = Reported(id=3, seq=30, effective_on=date(2020, 11, 12), replaces=2, withdrawn=True)
REAL = Reported(id=4, seq=40, effective_on=date(2020, 12, 5))
LIFE = (REPORTED, MOVED, WITHDRAWN, REAL)


class TestStanding:
    @pytest.mark.parametrize(
        ("on_day", "last_seq", "stands"),
        [
            (date(2020, 10, 31), 15, [REPORTED]),  # what October's bulletin said, for ever
            (date(2020, 10, 31), 25, []),  # replaced, although the correction begins later
            (date(2020, 11, 30), 25, [MOVED]),
            (date(2020, 11, 30), 35, []),  # the first report does not come back
            (date(2020, 12, 31), 45, [REAL]),
            (date(2020, 11, 30), 45, []),  # November, restated
            (date(2020, 10, 28), 10, [REPORTED]),  # day and stamp are both included
            (date(2020, 10, 27), 10, []),
            (date(2020, 10, 28), 9, []),
        ],
    )
    def test_reads_the_life_of_one_start(
        self, on_day: date, last_seq: int, stands: list[Reported]
    ) -> None:
        assert standing(LIFE, Horizon(on_day, last_seq)) == stands

    def test_keeps_a_correction_within_one_act(self) -> None:
        slip = Reported(id=1, seq=7, effective_on=DAY)
        right = Reported(id=2, seq=7, effective_on=DAY, replaces=1)

        assert standing([slip, right], Horizon(DAY, 7)) == [right]


class TestLatest:
    def test_goes_by_day_then_by_stamp_then_by_id(self) -> None:
        older = Reported(id=9, seq=9, effective_on=DAY)
        same_day = Reported(id=3, seq=5, effective_on=DAY + timedelta(1))
        later_stamp = Reported(id=1, seq=6, effective_on=DAY + timedelta(1))
        same_act = Reported(id=2, seq=6, effective_on=DAY + timedelta(1))
        other = Reported(id=4, seq=1, effective_on=DAY, site=2)

        found = latest([same_act, later_stamp, same_day, older, other], lambda fact: fact.site)

        assert found == {1: same_act, 2: other}


class TestLastSeqBy:
    NOON = datetime(2020, 11, 5, 12, tzinfo=UTC)

    @pytest.mark.parametrize(("minutes", "seq"), [(-2, 0), (-1, 1), (0, 2), (1, 2), (60, 3)])
    def test_includes_the_instant_itself(self, minutes: int, seq: int) -> None:
        stamps = [
            Stamp(1, self.NOON - timedelta(minutes=1)),
            Stamp(2, self.NOON),
            Stamp(3, self.NOON + timedelta(hours=1)),
        ]

        assert last_seq_by(stamps, self.NOON + timedelta(minutes=minutes)) == seq


@st.composite
def histories(draw: st.DrawFn) -> list[Fact]:
    """Draw a register of one subject: each fact is new, or corrects one that nobody corrected."""
    facts: list[Fact] = []
    for number in range(1, draw(st.integers(1, 8)) + 1):
        corrected = {fact.replaces for fact in facts}
        free = [fact.id for fact in facts if fact.id not in corrected]
        replaces = draw(st.sampled_from([None, *free]))
        facts.append(
            Fact(
                id=number,
                seq=number * 10,
                effective_on=DAY + timedelta(draw(st.integers(0, 6))),
                replaces=replaces,
                withdrawn=replaces is not None and draw(st.booleans()),
            )
        )
    return facts


horizons = st.builds(
    Horizon, st.integers(0, 7).map(lambda n: DAY + timedelta(n)), st.integers(0, 90)
)


class TestTheRule:
    @given(facts=histories(), horizon=horizons, later=st.lists(st.integers(91, 99), max_size=3))
    def test_never_lets_a_later_stamp_change_what_was_known(
        self, facts: list[Fact], horizon: Horizon, later: list[int]
    ) -> None:
        told = standing(facts, horizon)
        corrections = [
            Fact(id=seq, seq=seq, effective_on=DAY, replaces=fact.id)
            for seq, fact in zip(later, facts, strict=False)
        ]

        assert standing([*facts, *corrections], horizon) == told

    @given(facts=histories(), horizon=horizons)
    def test_lets_at_most_one_fact_of_a_chain_of_corrections_stand(
        self, facts: list[Fact], horizon: Horizon
    ) -> None:
        root: dict[int, int] = {}
        for fact in facts:
            root[fact.id] = root[fact.replaces] if fact.replaces is not None else fact.id

        chains = [root[fact.id] for fact in standing(facts, horizon)]

        assert len(chains) == len(set(chains))


def day_before_replacement(facts: Iterable[Fact], horizon: Horizon) -> list[Fact]:
    known = [f for f in facts if f.seq <= horizon.last_seq and f.effective_on <= horizon.on_day]
    gone = {fact.replaces for fact in known}
    return [fact for fact in known if fact.id not in gone and not fact.withdrawn]


def replaced_from_the_future(facts: Iterable[Fact], horizon: Horizon) -> list[Fact]:
    told = list(facts)
    gone = {fact.replaces for fact in told}
    return [f for f in standing(told, horizon) if f.id not in gone]


def withdrawals_ignored(facts: Iterable[Fact], horizon: Horizon) -> list[Fact]:
    return standing([fact for fact in facts if not fact.withdrawn], horizon)


def replaced_facts_come_back(facts: Iterable[Fact], horizon: Horizon) -> list[Fact]:
    known = [fact for fact in facts if fact.seq <= horizon.last_seq]
    ended = {fact.replaces for fact in known if fact.withdrawn}
    gone = {fact.replaces for fact in known if not fact.withdrawn and fact.id not in ended} | ended
    return [
        fact
        for fact in known
        if fact.id not in gone and not fact.withdrawn and fact.effective_on <= horizon.on_day
    ]


class TestWrongRules:
    """The worked example alone tells each of the four known mutants from the rule."""

    @pytest.mark.parametrize(
        "mutant",
        [
            day_before_replacement,
            replaced_from_the_future,
            withdrawals_ignored,
            replaced_facts_come_back,
        ],
    )
    def test_are_caught(self, mutant: Callable[[Iterable[Fact], Horizon], list[Fact]]) -> None:
        days = [DAY + timedelta(n) for n in range(100)]
        asked = [Horizon(day, seq) for day in days for seq in range(5, 50, 5)]

        assert any(mutant(LIFE, horizon) != standing(LIFE, horizon) for horizon in asked)
