"""Rewards and cuts after a released ranking (奖惩): entered, read back, and handed on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.db import IntegrityError, connection, transaction

from jiugai.domain.calendar import Month
from jiugai.domain.programme.adjustments import Adjustment
from jiugai.domain.supervision.lights import Light
from jiugai.domain.supervision.rewards import (
    NextYearBasis,
    RewardDecision,
    RewardGround,
    RewardProposal,
    RewardRuling,
    Roll,
    signed,
)
from jiugai.domain.supervision.scoring_scheme import Effect
from jiugai.storage.audit.as_of import rows
from jiugai.storage.audit.models import Act
from jiugai.storage.supervision import reward_models as models

_REWARDS = 6119
"""The advisory lock of a year's rewards: one draws up or decides at a time."""


class DecidedMeanwhile(Exception):
    """Somebody else drew up or decided between reading and writing; nothing is written."""

    def __init__(self) -> None:
        super().__init__(
            "这份奖惩刚刚被别人办理过，您看到的已不是最新情况。没有写入任何数据，请刷新后再办。"
        )


@dataclass(frozen=True, slots=True)
class RewardRow:
    """A proposal within reach with its decision, if there is one, and who did what (奖惩)."""

    id: int
    step_id: int
    county_id: int
    proposal: RewardProposal
    label: str
    recorded_at: datetime
    decision: RewardDecision | None
    decided_label: str
    decided_at: datetime | None


def lock(year: int) -> None:
    """Let one at a time draw up or decide a year's rewards, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_REWARDS, year])


def enter_proposals(
    act: Act,
    proposals: Sequence[RewardProposal],
    *,
    step_id: int,
    county_ids: Mapping[str, int],
    last_seq: int,
    user_id: int,
    on: date,
) -> None:
    """Enter what an officer drew up on a day.

    :param county_ids: by the code under which the ranking has the county.
    :param last_seq: the stamp of what was known of next year.
    """
    models.RewardProposal.objects.bulk_create(
        [
            models.RewardProposal(
                act=act,
                step_id=step_id,
                county_id=county_ids[one.county],
                code=one.county,
                year=one.year,
                effect=one.effect.value,
                clause=one.clause,
                source=one.source,
                verified=one.verified,
                plan=_text(one.plan),
                money=_text(one.money),
                plan_basis_fen=one.basis.plan_fen,
                money_basis_fen=one.basis.money_fen,
                last_seq=last_seq,
                user_id=user_id,
                on_day=on,
                **_ground_columns(one.ground),
            )
            for one in proposals
        ]
    )


def _ground_columns(ground: RewardGround) -> dict[str, Any]:
    return {
        "measure": ground.measure,
        "cohort": ground.cohort,
        "roll": ground.roll.value,
        "rank": ground.rank,
        "light": ground.light.value,
        "done": ground.done,
        "planned": ground.planned,
        "city_done": ground.city_done,
        "city_planned": ground.city_planned,
    }


def enter_decision(act: Act, *, row: RewardRow, decision: RewardDecision) -> None:
    """Enter what was decided on a proposal.

    :raises DecidedMeanwhile: if it was decided meanwhile.
    """
    try:
        with transaction.atomic():
            models.RewardDecision.objects.create(
                act=act,
                proposal_id=row.id,
                county_id=row.county_id,
                ruling=decision.ruling.value,
                plan=_text(decision.plan),
                money=_text(decision.money),
                paper=decision.paper,
                words=decision.words,
                user_id=decision.user_id,
                proposed_by=row.proposal.user_id,
                on_day=decision.on,
            )
    except IntegrityError as refused:
        if "proposal_id_key" in str(refused):  # a guard of the table names the column too
            raise DecidedMeanwhile from refused
        raise


_ROWS = """
    SELECT p.*, coalesce(u.label, '') AS label, s.recorded_at,
           d.ruling, d.plan AS decided_plan, d.money AS decided_money, d.paper, d.words,
           d.user_id AS decided_by, d.on_day AS decided_on,
           coalesce(w.label, '') AS decided_label, t.recorded_at AS decided_at
    FROM supervision_reward_proposal p JOIN audit_stamp s ON s.act_id = p.act_id
    LEFT JOIN accounts_user u ON u.id = p.user_id
    LEFT JOIN supervision_reward_decision d ON d.proposal_id = p.id
    LEFT JOIN audit_stamp t ON t.act_id = d.act_id
    LEFT JOIN accounts_user w ON w.id = d.user_id
    WHERE p.year = %(year)s ORDER BY s.seq, p.id
"""


def of_year(year: int) -> tuple[RewardRow, ...]:
    """Return the proposals for a year within reach, in the order in which they were drawn up."""
    return tuple(_row(row) for row in rows(_ROWS, {"year": year}))


_ADJUSTMENTS = """
    SELECT p.county_id, p.year, p.effect, d.plan, d.money, d.paper
    FROM supervision_reward_decision d
    JOIN supervision_reward_proposal p ON p.id = d.proposal_id
    JOIN audit_stamp s ON s.act_id = d.act_id
    WHERE p.year = %(year)s AND d.ruling <> 'refused' AND s.seq <= %(seq)s
      AND d.on_day <= %(day)s
    ORDER BY s.seq
"""


def adjustments(year: int, *, last_seq: int, on_day: date) -> tuple[Adjustment, ...]:
    """Return what was decided for a year's plan and money, as known at (day, stamp)."""
    found = rows(_ADJUSTMENTS, {"year": year, "seq": last_seq, "day": on_day})
    return tuple(
        Adjustment(
            row["county_id"],
            row["year"],
            signed(Effect(row["effect"]), _share(row["plan"])),
            signed(Effect(row["effect"]), _share(row["money"])),
            row["paper"],
        )
        for row in found
    )


@dataclass(frozen=True, slots=True)
class SettledRow:
    """A decided change of a county's money (已定奖惩), with the month of the ranking it comes from."""

    county_id: int
    month: Month
    money: Fraction
    clause: str
    paper: str
    ground: RewardGround


_SETTLED = """
    SELECT p.*, d.money AS decided_money, d.paper, c.month
    FROM supervision_reward_decision d
    JOIN supervision_reward_proposal p ON p.id = d.proposal_id
    JOIN supervision_hearing_step h ON h.id = p.step_id
    JOIN reporting_close c ON c.id = h.close_id
    JOIN audit_stamp s ON s.act_id = d.act_id
    WHERE p.year = %(year)s AND d.ruling <> 'refused' AND d.money <> '' AND s.seq <= %(seq)s
      AND d.on_day <= %(day)s
    ORDER BY s.seq
"""


def settled(year: int, *, last_seq: int, on_day: date) -> tuple[SettledRow, ...]:
    """Return what was decided for a year's money within reach, as known at (day, stamp)."""
    found = rows(_SETTLED, {"year": year, "seq": last_seq, "day": on_day})
    return tuple(
        SettledRow(
            row["county_id"],
            Month.of(row["month"]),
            signed(Effect(row["effect"]), _share(row["decided_money"])),
            row["clause"],
            row["paper"],
            _ground(row),
        )
        for row in found
    )


def _text(share: Fraction | None) -> str:
    return "" if share is None else f"{share.numerator}/{share.denominator}"


def _share(text: str) -> Fraction | None:
    return Fraction(text) if text else None


def _row(row: Mapping[str, Any]) -> RewardRow:
    proposal = RewardProposal(
        county=row["code"],
        year=row["year"],
        effect=Effect(row["effect"]),
        clause=row["clause"],
        source=row["source"],
        verified=row["verified"],
        plan=_share(row["plan"]),
        money=_share(row["money"]),
        basis=NextYearBasis(row["plan_basis_fen"], row["money_basis_fen"]),
        ground=_ground(row),
        user_id=row["user_id"],
        on=row["on_day"],
    )
    return RewardRow(
        row["id"],
        row["step_id"],
        row["county_id"],
        proposal,
        row["label"],
        row["recorded_at"],
        _decision(row),
        row["decided_label"],
        row["decided_at"],
    )


def _ground(row: Mapping[str, Any]) -> RewardGround:
    return RewardGround(
        row["measure"],
        row["cohort"],
        Roll(row["roll"]),
        row["rank"],
        Light(row["light"]),
        row["done"],
        row["planned"],
        row["city_done"],
        row["city_planned"],
    )


def _decision(row: Mapping[str, Any]) -> RewardDecision | None:
    if row["ruling"] is None:
        return None
    return RewardDecision(
        RewardRuling(row["ruling"]),
        _share(row["decided_plan"]),
        _share(row["decided_money"]),
        row["paper"],
        row["words"],
        row["decided_by"],
        row["decided_on"],
    )
