"""Examinations, doubts and what was done about them (核验、疑点): entered, and read back."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from jiugai.domain.calendar import Month
from jiugai.domain.reporting.checks.verdicts import Answer
from jiugai.domain.reporting.doubts.answers import DoubtDeed, DoubtDeedKind, Ruling
from jiugai.domain.reporting.submission.cells import TypedReason
from jiugai.storage.audit.as_of import rows
from jiugai.storage.audit.models import Act
from jiugai.storage.reporting import models


class AnsweredMeanwhile(Exception):
    """Somebody else did something about the doubt between reading and writing."""

    def __init__(self) -> None:
        super().__init__(
            "这个疑点刚刚被别人办理过，您看到的已不是最新情况。没有写入任何数据，请刷新后再办。"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDoubt:
    """A doubt as a check raised it (疑点); ``digest`` tells it from every other of its county."""

    county_id: int
    month: Month
    project_id: int | None
    check: str
    version: int
    answer: Answer
    message: str
    formula: str
    numbers: Mapping[str, object]
    on: date
    digest: bytes


@dataclass(frozen=True, slots=True)
class DoubtDeedRow:
    """A deed about a doubt, whose it was in words, and when the register took it."""

    deed: DoubtDeed
    label: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtRow(NewDoubt):
    """A doubt on file, with its deeds in their turn.

    Attributes:
      project: what its project is called; empty where the whole county is meant.
      stands: the month's last examination still found it.
    """

    id: int
    project: str
    recorded_at: datetime
    stands: bool
    deeds: tuple[DoubtDeedRow, ...] = ()

    @property
    def done(self) -> tuple[DoubtDeed, ...]:
        return tuple(row.deed for row in self.deeds)


@dataclass(frozen=True, slots=True)
class ExaminationRow:
    """The last examination of a county's month (核验记录)."""

    county_id: int
    month: Month
    last_seq: int
    standing: frozenset[int]
    passed: int
    not_applicable: int
    recorded_at: datetime


# --- Entering -----------------------------------------------------------------------------


def enter_doubts(act: Act, found: Sequence[NewDoubt]) -> dict[bytes, int]:
    """Enter a county's doubts that are not on file; return each one's id, old or new, by digest."""
    mine = models.Doubt.objects.filter(
        county_id__in={doubt.county_id for doubt in found},
        digest__in=[doubt.digest for doubt in found],
    )
    old = {bytes(digest) for digest in mine.values_list("digest", flat=True)}
    models.Doubt.objects.bulk_create(
        [
            models.Doubt(
                act=act,
                county_id=doubt.county_id,
                month=doubt.month.first_day,
                project_id=doubt.project_id,
                check_code=doubt.check,
                version=doubt.version,
                answer=doubt.answer.value,
                message=doubt.message,
                formula=doubt.formula,
                numbers=dict(doubt.numbers),
                on_day=doubt.on,
                digest=doubt.digest,
            )
            for doubt in found
            if doubt.digest not in old
        ]
    )
    return {bytes(digest): id_ for digest, id_ in mine.values_list("digest", "id")}


def enter_examination(
    act: Act,
    *,
    county_id: int,
    month: Month,
    last_seq: int,
    standing: Iterable[int],
    passed: int,
    not_applicable: int,
) -> None:
    """Enter that a county's month was examined, and which doubts stood."""
    models.Examination.objects.create(
        act=act,
        county_id=county_id,
        month=month.first_day,
        last_seq=last_seq,
        standing=sorted(standing),
        passed=passed,
        not_applicable=not_applicable,
    )


def enter_deed(
    act: Act,
    *,
    doubt_id: int,
    number: int,
    deed: DoubtDeed,
    reported_by: int | None,
    explained_by: int | None,
) -> None:
    """Enter a deed as the doubt's ``number``-th.

    :raises AnsweredMeanwhile: if that number was taken meanwhile.
    """
    try:
        with transaction.atomic():
            models.DoubtDeed.objects.create(
                act=act,
                doubt_id=doubt_id,
                number=number,
                kind=deed.kind.value,
                user_id=deed.user_id,
                on_day=deed.on,
                words=deed.words,
                paper=deed.paper,
                grade=deed.grade.value if deed.grade else "",
                declares_stop=deed.declares_stop,
                ruling=deed.ruling.value if deed.ruling else "",
                reported_by=reported_by,
                explained_by=explained_by,
            )
    except IntegrityError as refused:
        if "reporting_doubt_in_turn" in str(refused):
            raise AnsweredMeanwhile from refused
        raise


# --- Reading ------------------------------------------------------------------------------

_LAST = """
    SELECT DISTINCT ON (e.county_id, e.month) e.*, s.recorded_at
    FROM reporting_examination e JOIN audit_stamp s ON s.act_id = e.act_id
    ORDER BY e.county_id, e.month, s.seq DESC, e.id DESC
"""


def doubts(
    *,
    month: Month | None = None,
    county_ids: Collection[int] | None = None,
    doubt_id: int | None = None,
) -> tuple[DoubtRow, ...]:
    """Return doubts with their deeds, the newest month first; None for every month or county."""
    found = rows(
        f"""
        SELECT d.*, coalesce(p.name, '') AS project, s.recorded_at,
               coalesce(last.standing @> to_jsonb(d.id), false) AS stands
        FROM reporting_doubt d
        JOIN audit_stamp s ON s.act_id = d.act_id
        LEFT JOIN programme_project p ON p.id = d.project_id
        LEFT JOIN ({_LAST}) last ON last.county_id = d.county_id AND last.month = d.month
        WHERE (%(month)s::date IS NULL OR d.month = %(month)s)
          AND (%(counties)s::bigint[] IS NULL OR d.county_id = ANY (%(counties)s))
          AND (%(id)s::bigint IS NULL OR d.id = %(id)s)
        ORDER BY d.month DESC, d.county_id, project, d.check_code, d.id
        """,
        {
            "month": month.first_day if month else None,
            "counties": None if county_ids is None else list(county_ids),
            "id": doubt_id,
        },
    )
    deeds = _deeds([row["id"] for row in found])
    return tuple(replace(_doubt(row), deeds=tuple(deeds[row["id"]])) for row in found)


def last_examinations(
    month: Month, *, county_ids: Collection[int] | None = None
) -> dict[int, ExaminationRow]:
    """Return the last examination of each county's month, by county."""
    found = rows(
        f"""
        SELECT * FROM ({_LAST}) last WHERE month = %(month)s
          AND (%(counties)s::bigint[] IS NULL OR county_id = ANY (%(counties)s))
        """,
        {
            "month": month.first_day,
            "counties": None if county_ids is None else list(county_ids),
        },
    )
    return {
        row["county_id"]: ExaminationRow(
            county_id=row["county_id"],
            month=month,
            last_seq=row["last_seq"],
            standing=frozenset(_json(row["standing"])),
            passed=row["passed"],
            not_applicable=row["not_applicable"],
            recorded_at=row["recorded_at"],
        )
        for row in found
    }


def stops(*, last_seq: int) -> dict[int, frozenset[Month]]:
    """Return the months for which a stop of the works was declared by a stamp, by project."""
    found = rows(
        """
        SELECT DISTINCT d.project_id, d.month FROM reporting_doubt_deed g
        JOIN reporting_doubt d ON d.id = g.doubt_id
        JOIN audit_stamp s ON s.act_id = g.act_id AND s.seq <= %(seq)s
        WHERE g.declares_stop AND d.project_id IS NOT NULL
        """,
        {"seq": last_seq},
    )
    stopped: dict[int, set[Month]] = defaultdict(set)
    for row in found:
        stopped[row["project_id"]].add(Month.of(row["month"]))
    return {project_id: frozenset(months) for project_id, months in stopped.items()}


def _deeds(ids: list[int]) -> dict[int, list[DoubtDeedRow]]:
    found = rows(
        """
        SELECT g.*, coalesce(u.label, '') AS label, s.recorded_at
        FROM reporting_doubt_deed g JOIN audit_stamp s ON s.act_id = g.act_id
        LEFT JOIN accounts_user u ON u.id = g.user_id
        WHERE g.doubt_id = ANY (%(ids)s) ORDER BY g.doubt_id, g.number
        """,
        {"ids": ids},
    )
    deeds: dict[int, list[DoubtDeedRow]] = defaultdict(list)
    for row in found:
        deed = DoubtDeed(
            DoubtDeedKind(row["kind"]),
            row["user_id"],
            row["on_day"],
            row["words"],
            row["paper"],
            TypedReason(row["grade"]) if row["grade"] else None,
            row["declares_stop"],
            Ruling(row["ruling"]) if row["ruling"] else None,
        )
        deeds[row["doubt_id"]].append(DoubtDeedRow(deed, row["label"], row["recorded_at"]))
    return deeds


def _doubt(row: Mapping[str, Any]) -> DoubtRow:
    return DoubtRow(
        id=row["id"],
        county_id=row["county_id"],
        month=Month.of(row["month"]),
        project_id=row["project_id"],
        project=row["project"],
        check=row["check_code"],
        version=row["version"],
        answer=Answer(row["answer"]),
        message=row["message"],
        formula=row["formula"],
        numbers=_json(row["numbers"]),
        on=row["on_day"],
        digest=bytes(row["digest"]),
        recorded_at=row["recorded_at"],
        stands=row["stands"],
    )


def _json(kept: Any) -> Any:
    """Return a value of jsonb, which a plain cursor leaves as text."""
    return json.loads(kept) if isinstance(kept, str) else kept
