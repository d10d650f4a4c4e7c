"""Rankings shown before they are released (排名公示): entered, and read back."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, connection, transaction

from jiugai.domain.supervision.hearing import Answer, Hearing, Objection, Showing
from jiugai.storage.audit.as_of import rows
from jiugai.storage.audit.models import Act
from jiugai.storage.supervision import hearing_models as models

_HEARINGS = 6118
"""The advisory lock of a close's ranking on its way out: one step at a time."""


class ActedMeanwhile(Exception):
    """Somebody else took a step between reading and writing; nothing is written."""

    def __init__(self) -> None:
        super().__init__(
            "这份排名刚刚被别人办理过，您看到的已不是最新情况。没有写入任何数据，请刷新后再办。"
        )


@dataclass(frozen=True, slots=True)
class Table:
    """A ranking as it is shown (公示稿): its method, the digest of its inputs, its result."""

    method: str
    inputs_digest: bytes
    result: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step on the way out, with who took it and when the register took it."""

    id: int
    kind: str
    showing: Showing
    last_seq: int
    label: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class ObjectionRow:
    """An objection within reach, with who raised and who answered it."""

    id: int
    objection: Objection
    label: str
    recorded_at: datetime
    answer_label: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class HearingRow:
    """A month's ranking on its way out, with all its steps and the objections within reach."""

    hearing: Hearing
    steps: tuple[StepRow, ...]
    objections: tuple[ObjectionRow, ...]

    @property
    def version(self) -> int:
        """Return what a step must name as seen."""
        return len(self.steps)


def lock(close_id: int) -> None:
    """Let one at a time take a step with a close's ranking, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_HEARINGS, close_id % 2**31])


def enter_showing(
    act: Act,
    *,
    close_id: int,
    number: int,
    user_id: int,
    showing: Showing,
    last_seq: int,
    tables: Sequence[Table],
) -> None:
    """Enter that a ranking is shown, with the ranking itself.

    :raises ActedMeanwhile: if that number was taken meanwhile.
    """
    step = _step(
        act,
        close_id=close_id,
        number=number,
        kind="show",
        user_id=user_id,
        made_by=showing.made_by,
        on_day=showing.on,
        until=showing.until,
        last_seq=last_seq,
    )
    models.ShownTable.objects.bulk_create(
        [
            models.ShownTable(
                act=act,
                step=step,
                place=place,
                method=table.method,
                inputs_digest=table.inputs_digest,
                result=table.result,
            )
            for place, table in enumerate(tables, 1)
        ]
    )


def enter_release(
    act: Act, *, close_id: int, number: int, user_id: int, last: StepRow, on: date
) -> None:
    """Enter that the ranking shown last is out.

    :raises ActedMeanwhile: if that number was taken meanwhile.
    """
    _step(
        act,
        close_id=close_id,
        number=number,
        kind="release",
        user_id=user_id,
        made_by=last.showing.made_by,
        on_day=on,
        until=None,
        last_seq=last.last_seq,
    )


def _step(act: Act, **values: Any) -> models.HearingStep:
    try:
        with transaction.atomic():
            return models.HearingStep.objects.create(act=act, **values)
    except IntegrityError as refused:
        if any(
            name in str(refused)
            for name in ("supervision_hearing_in_turn", "supervision_released_once")
        ):
            raise ActedMeanwhile from refused
        raise


def enter_objection(act: Act, *, step_id: int, objection: Objection) -> None:
    """Enter a county's objection to what is shown."""
    models.Objection.objects.create(
        act=act,
        step_id=step_id,
        county_id=objection.county_id,
        user_id=objection.user_id,
        on_day=objection.on,
        what=objection.what,
        why=objection.why,
    )


def enter_answer(act: Act, *, row: ObjectionRow, made_by: int, answer: Answer) -> None:
    """Enter the answer to an objection.

    :raises ActedMeanwhile: if it was answered meanwhile.
    """
    try:
        with transaction.atomic():
            models.ObjectionAnswer.objects.create(
                act=act,
                objection_id=row.id,
                county_id=row.objection.county_id,
                upheld=answer.upheld,
                user_id=answer.user_id,
                made_by=made_by,
                objected_by=row.objection.user_id,
                on_day=answer.on,
                words=answer.words,
            )
    except IntegrityError as refused:
        if "objection_id_key" in str(refused):  # a guard of the table names the column too
            raise ActedMeanwhile from refused
        raise


def hearing(close_id: int, *, made_by: int) -> HearingRow:
    """Return a close's ranking on its way out, with the objections within reach.

    :param made_by: who made the first ranking.
    """
    steps = tuple(_step_row(row) for row in rows(_STEPS, {"close": close_id}))
    shows = [step for step in steps if step.kind == "show"]
    place = {step.id: number for number, step in enumerate(shows, 1)}
    objections = tuple(
        _objection_row(row, number, place[row["step_id"]])
        for number, row in enumerate(rows(_OBJECTIONS, {"close": close_id}), 1)
    )
    out = next((step.showing.on for step in steps if step.kind == "release"), None)
    known = Hearing(
        made_by,
        tuple(step.showing for step in shows),
        tuple(row.objection for row in objections),
        out,
    )
    return HearingRow(known, steps, objections)


_STEPS = """
    SELECT h.id, h.kind, h.made_by, h.on_day, h.until, h.last_seq, coalesce(u.label, '') AS label,
           s.recorded_at
    FROM supervision_hearing_step h JOIN audit_stamp s ON s.act_id = h.act_id
    LEFT JOIN accounts_user u ON u.id = h.user_id WHERE h.close_id = %(close)s ORDER BY h.number
"""
_OBJECTIONS = """
    SELECT o.id, o.step_id, o.county_id, o.user_id, o.on_day, o.what, o.why,
           coalesce(u.label, '') AS label, s.recorded_at,
           n.upheld, n.user_id AS answered_by, n.on_day AS answered_on, n.words,
           coalesce(v.label, '') AS answer_label, t.recorded_at AS answered_at
    FROM supervision_objection o JOIN supervision_hearing_step h ON h.id = o.step_id
    JOIN audit_stamp s ON s.act_id = o.act_id LEFT JOIN accounts_user u ON u.id = o.user_id
    LEFT JOIN supervision_objection_answer n ON n.objection_id = o.id
    LEFT JOIN audit_stamp t ON t.act_id = n.act_id
    LEFT JOIN accounts_user v ON v.id = n.user_id
    WHERE h.close_id = %(close)s ORDER BY s.seq
"""


def _step_row(row: Mapping[str, Any]) -> StepRow:
    showing = Showing(row["made_by"], row["on_day"], row["until"] or row["on_day"])
    return StepRow(
        row["id"], row["kind"], showing, row["last_seq"], row["label"], row["recorded_at"]
    )


def _objection_row(row: Mapping[str, Any], number: int, showing: int) -> ObjectionRow:
    answer = None
    if row["upheld"] is not None:
        answer = Answer(row["upheld"], row["answered_by"], row["answered_on"], row["words"])
    said = Objection(
        number,
        row["county_id"],
        showing,
        row["user_id"],
        row["on_day"],
        row["what"],
        row["why"],
        answer,
    )
    return ObjectionRow(
        row["id"], said, row["label"], row["recorded_at"], row["answer_label"], row["answered_at"]
    )


def tables(step_id: int) -> tuple[Table, ...]:
    """Return the rankings that a step showed, in their order."""
    found = rows(
        """
        SELECT method, inputs_digest, result FROM supervision_shown_table
        WHERE step_id = %(step)s ORDER BY place
        """,
        {"step": step_id},
    )
    # A plain cursor leaves jsonb as text.
    return tuple(
        Table(row["method"], bytes(row["inputs_digest"]), json.loads(row["result"]))
        for row in found
    )


def first_ranked_by(close_id: int) -> int | None:
    """Return who made the rankings kept with a close; None while there are none."""
    found = rows(
        """
        SELECT a.user_id FROM reporting_ranking_run r JOIN audit_act a ON a.id = r.act_id
        WHERE r.close_id = %(close)s ORDER BY r.id LIMIT 1
        """,
        {"close": close_id},
    )
    return int(found[0]["user_id"]) if found else None
