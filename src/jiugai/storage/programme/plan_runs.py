"""Runs of plan cases (比选运行): queued, watched, stopped; once ended they stay as they are."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from jiugai.storage import jobs
from jiugai.storage.audit.as_of import rows
from jiugai.storage.programme.models import PlanRun, PlanRunLine, PlanRunReport

State = PlanRun.State


class NoSuchRun(LookupError):
    """No such run of this case."""


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run as it stands (比选运行).

    Attributes:
      number: which run of its case it is, from 1.
      same_as: the run whose result this is, where the inputs were the same.
      progress: stage, seconds, value and bound, while it goes on.
      summary: what it came to, in figures of the whole city.
    """

    id: int
    number: int
    case_id: int
    setting_id: int
    setting_number: int
    same_as: int | None
    user_id: int
    post_id: int
    as_of: date
    last_seq: int
    asked_at: datetime
    state: str
    progress: dict[str, Any]
    summary: dict[str, Any]
    inputs_sm3: bytes | None
    result_sm3: bytes | None

    @property
    def is_working(self) -> bool:
        return self.state in {State.QUEUED, State.SOLVING, State.STOPPING}

    @property
    def has_plan(self) -> bool:
        return self.state == State.DONE

    @property
    def state_word(self) -> str:
        return str(State(self.state).label)

    @property
    def lines_of(self) -> int:
        """Return the run whose lines are this one's."""
        return self.same_as or self.id


@dataclass(frozen=True, slots=True)
class LineRow:
    """What a run says of one community (比选结果行); ``told`` is items, money and reasons."""

    community_id: int
    county_id: int
    year: int | None
    households: int
    cost_fen: int
    missing_fen: int | None
    by: str
    told: dict[str, Any]


def queue(
    *,
    case_id: int,
    setting_id: int,
    user_id: int,
    post_id: int,
    as_of: date,
    last_seq: int,
    at: datetime,
    defer: bool = True,
) -> int:
    """Enter a run that waits, and queue it; return its identity."""
    made = PlanRun.objects.create(
        case_id=case_id,
        setting_id=setting_id,
        user_id=user_id,
        post_id=post_id,
        as_of=as_of,
        last_seq=last_seq,
        asked_at=at,
    )
    if defer:
        jobs.defer(jobs.SOLVE_PLAN, run_id=made.pk)
    return made.pk


def change(run_id: int, *, only_if: Iterable[str], **values: Any) -> bool:
    """Change a run; say whether it was in one of the states asked. One statement, so one wins."""
    return PlanRun.objects.filter(pk=run_id, state__in=list(only_if)).update(**values) == 1


def finish(
    run_id: int, *, report: Mapping[str, Any], lines: Iterable[LineRow] = (), **values: Any
) -> None:
    """Enter what a run came to, all of it at once, and end it.

    :param values: its last state and what goes with it.
    """
    with transaction.atomic():
        PlanRunLine.objects.bulk_create(
            [
                PlanRunLine(
                    run_id=run_id, **{name: getattr(line, name) for name in LineRow.__slots__}
                )
                for line in lines
            ],
            batch_size=500,
        )
        PlanRunReport.objects.create(run_id=run_id, report=dict(report))
        change(run_id, only_if=(State.SOLVING, State.STOPPING), **values)


_RUNS = """
    SELECT r.id, (SELECT count(*) FROM programme_plan_run e
                  WHERE e.case_id = r.case_id AND e.id <= r.id) AS number, r.case_id, r.setting_id, t.number AS setting_number, r.same_as_id AS same_as,
           r.user_id, r.post_id, r.as_of, r.last_seq, r.asked_at, r.state,
           r.progress::text AS progress, r.summary::text AS summary, r.inputs_sm3, r.result_sm3
    FROM programme_plan_run r JOIN programme_plan_setting t ON t.id = r.setting_id
    WHERE (%(case)s::bigint IS NULL OR r.case_id = %(case)s)
      AND (%(id)s::bigint IS NULL OR r.id = %(id)s)
    ORDER BY r.id DESC
"""


def runs(case_id: int | None = None) -> tuple[RunRow, ...]:
    """Return the runs of a case, or of all, the newest first."""
    return tuple(_run(row) for row in rows(_RUNS, {"case": case_id, "id": None}))


def one(run_id: int) -> RunRow:
    """Return a run.

    :raises NoSuchRun: if there is none.
    """
    found = rows(_RUNS, {"case": None, "id": run_id})
    if not found:
        raise NoSuchRun(run_id)
    return _run(found[0])


def _run(row: dict[str, Any]) -> RunRow:
    read = {name: json.loads(row[name]) for name in ("progress", "summary")}
    digests = {
        name: None if row[name] is None else bytes(row[name])
        for name in ("inputs_sm3", "result_sm3")
    }
    return RunRow(**row | read | digests)


def lines(run_id: int) -> tuple[LineRow, ...]:
    """Return what a run says of the communities within reach, by community."""
    found = rows(
        """SELECT community_id, county_id, year, households, cost_fen, missing_fen, by,
                  told::text AS told
           FROM programme_plan_line WHERE run_id = %(run)s ORDER BY community_id""",
        {"run": run_id},
    )
    return tuple(LineRow(**row | {"told": json.loads(row["told"])}) for row in found)


def report(run_id: int) -> dict[str, Any]:
    """Return what a run says of the whole city; nothing for whoever reaches a part of it."""
    found = rows(
        "SELECT report::text AS report FROM programme_plan_report WHERE run_id = %(run)s",
        {"run": run_id},
    )
    told: dict[str, Any] = json.loads(found[0]["report"]) if found else {}
    return told
