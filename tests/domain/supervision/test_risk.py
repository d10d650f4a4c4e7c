"""How much a project weighs in a draw: points for signs, and no more."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.law import NATION
from jiugai.domain.supervision.risk import (
    ClaimedProject,
    RiskSign,
    points_in_force,
    risk_of,
    signs_of,
)
from jiugai.exchange.supervision_policy import risk_sign_rules

DAY = date(2020, 10, 31)
POINTS = points_in_force(risk_sign_rules(), NATION, DAY)
PLAIN = ClaimedProject(claimed=False, started=True, paid_fen=1, drawn=True)


@pytest.mark.parametrize(
    ("project", "signs"),
    [
        (PLAIN, []),
        (ClaimedProject(claimed=True, started=True, paid_fen=1, drawn=True), [RiskSign.NEW_CLAIM]),
        (ClaimedProject(claimed=False, started=True, paid_fen=0, drawn=True), [RiskSign.UNPAID]),
        # Nothing was declared as started: no money is missing yet.
        (ClaimedProject(claimed=False, started=False, paid_fen=0, drawn=True), []),
        (
            ClaimedProject(claimed=False, started=True, paid_fen=1, drawn=False),
            [RiskSign.NEVER_DRAWN],
        ),
    ],
)
def test_a_project_shows_its_signs_beside_the_one_of_all(
    project: ClaimedProject, signs: list[RiskSign]
) -> None:
    assert signs_of(project) == (RiskSign.BASE, *signs)
    assert risk_of(project, POINTS) == sum(POINTS[sign] for sign in (RiskSign.BASE, *signs))


@given(st.booleans(), st.booleans(), st.integers(0, 10**12), st.booleans())
def test_every_project_may_be_drawn_by_risk_and_no_sign_lightens_it(
    claimed: bool, started: bool, paid_fen: int, drawn: bool
) -> None:
    project = ClaimedProject(claimed=claimed, started=started, paid_fen=paid_fen, drawn=drawn)

    assert risk_of(project, POINTS) >= POINTS[RiskSign.BASE] >= 1
    assert all(points >= 0 for points in POINTS.values())


def test_a_sign_without_a_rule_weighs_nothing() -> None:
    assert points_in_force([], NATION, DAY) == dict.fromkeys(RiskSign, 0)
