"""Plan cases, what they assume, and what was computed of them (计划比选方案)."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.db import IntegrityError, connection, transaction

from jiugai.domain.programme.choice.aims import AimKind
from jiugai.domain.programme.choice.case import CaseBudget, CaseInputs
from jiugai.storage.audit.as_of import rows
from jiugai.storage.audit.models import Act
from jiugai.storage.programme import models, queries
from jiugai.storage.registry.entries import public_id


class NoSuchCase(LookupError):
    """No such plan case within the reader's reach."""


class SetMeanwhile(Exception):
    """Somebody else set the case a moment ago."""

    def __init__(self) -> None:
        super().__init__("别人刚刚改过这个方案，没有写入。请刷新后看最新的设定。")


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A plan case with its maker (计划比选方案)."""

    id: int
    public_id: str
    title: str
    year: int
    years: int
    division_id: int
    label: str
    recorded_at: datetime
    user_id: int


@dataclass(frozen=True, slots=True)
class SettingRow:
    """A version of what a case assumes, with its maker (方案设定)."""

    id: int
    number: int
    inputs: CaseInputs
    label: str
    recorded_at: datetime


def enter_case(act: Act, *, division_id: int, title: str, year: int, years: int) -> str:
    """Enter a case; return the number under which pages know it."""
    made = models.PlanCase.objects.create(
        act=act, public_id=public_id(), division_id=division_id, title=title, year=year, years=years
    )
    return made.public_id


def enter_setting(act: Act, *, case_id: int, number: int, inputs: CaseInputs, user_id: int) -> int:
    """Enter the next version of what a case assumes; return its identity.

    :raises SetMeanwhile: if that version stands already.
    """
    try:
        with transaction.atomic():
            made = models.PlanSetting.objects.create(
                act=act,
                case_id=case_id,
                number=number,
                user_id=user_id,
                floor_percent=inputs.floor_percent,
                marks={kind.value: str(mark) for kind, mark in inputs.marks.items()},
                keeps=inputs.keeps,
                seconds=inputs.seconds,
            )
    except IntegrityError as refused:
        if "programme_plan_setting_once" in str(refused):
            raise SetMeanwhile from refused
        raise
    models.PlanBudget.objects.bulk_create(
        [
            models.PlanBudget(
                setting=made,
                source=one.source,
                county_id=one.county_id,
                fen=one.fen,
                change_percent=one.change,
            )
            for one in inputs.budgets
        ]
    )
    models.PlanPin.objects.bulk_create(
        [
            models.PlanPin(setting=made, community_id=community, is_in=is_in)
            for pins, is_in in ((inputs.pins_in, True), (inputs.pins_out, False))
            for community in sorted(pins)
        ]
    )
    return made.pk


_CASES = """
    SELECT c.id, c.public_id, c.title, c.year, c.years, c.division_id,
           coalesce(u.label, '') AS label, s.recorded_at, a.user_id
    FROM programme_plan_case c JOIN audit_act a ON a.id = c.act_id
    JOIN audit_stamp s ON s.act_id = a.id
    LEFT JOIN accounts_user u ON u.id = a.user_id
    ORDER BY c.id DESC
"""


def cases() -> tuple[CaseRow, ...]:
    """Return every case, the newest first."""
    return tuple(CaseRow(**row) for row in rows(_CASES, {}))


def case(number: str) -> CaseRow:
    """Return a case by the number under which pages know it.

    :raises NoSuchCase: if there is none.
    """
    found = next((one for one in cases() if one.public_id == number), None)
    if found is None:
        raise NoSuchCase(number)
    return found


_SETTINGS = """
    SELECT t.id, t.number, t.floor_percent, t.marks::text AS marks, t.keeps, t.seconds,
           coalesce(u.label, '') AS label, s.recorded_at
    FROM programme_plan_setting t JOIN audit_stamp s ON s.act_id = t.act_id
    LEFT JOIN accounts_user u ON u.id = t.user_id
    WHERE t.case_id = %(case)s AND (%(id)s::bigint IS NULL OR t.id = %(id)s)
    ORDER BY t.number DESC LIMIT 1
"""


def setting(case_id: int, setting_id: int | None = None) -> SettingRow | None:
    """Return one version of what a case assumes, or the newest; None before the first."""
    found = rows(_SETTINGS, {"case": case_id, "id": setting_id})
    if not found:
        return None
    row = found[0]
    budgets = rows(
        """SELECT source, county_id, fen, change_percent AS change FROM programme_plan_budget
           WHERE setting_id = %(id)s ORDER BY source, county_id NULLS FIRST""",
        {"id": row["id"]},
    )
    pins = rows(
        "SELECT community_id, is_in FROM programme_plan_pin WHERE setting_id = %(id)s",
        {"id": row["id"]},
    )
    inputs = CaseInputs(
        budgets=tuple(CaseBudget(**one) for one in budgets),
        floor_percent=row["floor_percent"],
        marks={AimKind(kind): Fraction(mark) for kind, mark in json.loads(row["marks"]).items()},
        keeps=row["keeps"],
        seconds=row["seconds"],
        pins_in=frozenset(one["community_id"] for one in pins if one["is_in"]),
        pins_out=frozenset(one["community_id"] for one in pins if not one["is_in"]),
    )
    return SettingRow(row["id"], row["number"], inputs, row["label"], row["recorded_at"])


def lock_case(case_id: int) -> None:
    """Let one change of a case through at a time, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(6117, %s)", [case_id % 2**31])


# --- Proposals ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A run that was put forward, and what was decided (拟采纳、决定)."""

    id: int
    run_id: int
    case_id: int
    words: str
    user_id: int
    on_day: date
    label: str
    recorded_at: datetime
    is_adopted: bool | None
    paper: str
    decided_words: str
    decided_label: str
    decided_at: datetime | None


def enter_proposal(
    act: Act, *, run_id: int, result_sm3: bytes, words: str, user_id: int, on: date
) -> None:
    """Enter that a run is put forward as the plan.

    :raises SetMeanwhile: if it was put forward before.
    """
    try:
        with transaction.atomic():
            models.PlanProposal.objects.create(
                act=act,
                run_id=run_id,
                words=words,
                result_sm3=result_sm3,
                user_id=user_id,
                on_day=on,
            )
    except IntegrityError as refused:
        if "run_id_key" in str(refused):
            raise SetMeanwhile from refused
        raise


def enter_decision(
    act: Act,
    *,
    proposal: ProposalRow,
    is_adopted: bool,
    paper: str,
    words: str,
    user_id: int,
    on: date,
) -> None:
    """Enter what was decided on a proposal.

    :raises SetMeanwhile: if it was decided meanwhile.
    """
    try:
        with transaction.atomic():
            models.PlanDecision.objects.create(
                act=act,
                proposal_id=proposal.id,
                is_adopted=is_adopted,
                paper=paper,
                words=words,
                user_id=user_id,
                proposed_by=proposal.user_id,
                on_day=on,
            )
    except IntegrityError as refused:
        if "proposal_id_key" in str(refused):
            raise SetMeanwhile from refused
        raise


_PROPOSALS = """
    SELECT p.id, p.run_id, r.case_id, p.words, p.user_id, p.on_day, coalesce(u.label, '') AS label,
           s.recorded_at, d.is_adopted, coalesce(d.paper, '') AS paper,
           coalesce(d.words, '') AS decided_words, coalesce(w.label, '') AS decided_label,
           t.recorded_at AS decided_at
    FROM programme_plan_proposal p JOIN programme_plan_run r ON r.id = p.run_id
    JOIN audit_stamp s ON s.act_id = p.act_id
    LEFT JOIN accounts_user u ON u.id = p.user_id
    LEFT JOIN programme_plan_decision d ON d.proposal_id = p.id
    LEFT JOIN audit_stamp t ON t.act_id = d.act_id
    LEFT JOIN accounts_user w ON w.id = d.user_id
    ORDER BY p.id
"""


def proposals() -> tuple[ProposalRow, ...]:
    """Return every proposal with what was decided, in their order."""
    return tuple(ProposalRow(**row) for row in rows(_PROPOSALS, {}))


# --- Who stands in a list already -------------------------------------------------------------


def listed_communities(*, last_seq: int, on_day: date) -> frozenset[int]:
    """Return the communities that stand in any list of any year, as known at (day, stamp)."""
    sites = {row.id: row.community_id for row in queries.sites(last_seq=last_seq)}
    standing = queries.entries(last_seq=last_seq, on_day=on_day)
    return frozenset(sites[row.site_id] for row in standing if row.site_id in sites)
