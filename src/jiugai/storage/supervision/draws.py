"""Drawn lists and what was found on site (抽查名单、现场核实): entered, and read back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.db import IntegrityError, transaction

from jiugai.domain.calendar import Month
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.supervision.draw import Drawn, Pick, Way
from jiugai.domain.supervision.lights import Light
from jiugai.domain.supervision.rounds import Tallies, Visit
from jiugai.domain.works import Indicator
from jiugai.storage.audit.as_of import rows
from jiugai.storage.audit.models import Act
from jiugai.storage.supervision import draw_models as models


class DrawnBefore(Exception):
    """The month's list is drawn already; it stands, and nothing is written."""

    def __init__(self, month: Month) -> None:
        super().__init__(f"{month.in_prose}的名单已经抽过，一个月只抽一次。没有写入任何数据。")


class RecordedMeanwhile(Exception):
    """Somebody else recorded the same project between reading and writing; nothing is written."""

    def __init__(self) -> None:
        super().__init__(
            "这个项目刚刚有人记过核实结果，您看到的已不是最新情况。没有写入任何数据，请刷新后再记。"
        )


class OwnReport(Exception):
    """The verifier had a hand in what is verified; the database itself refused."""

    def __init__(self) -> None:
        super().__init__(
            "这个项目上报的数是您经手的，须由没有经手的人核实。没有写入任何数据，请换人去现场。"
        )


@dataclass(frozen=True, slots=True)
class BulletinRow:
    """A bulletin that is out, with the close that it tells of (已发通报)."""

    close_id: int
    month: Month
    on_day: date
    last_seq: int
    root: bytes
    issued_on: date
    label: str


@dataclass(frozen=True, slots=True)
class FrameLine:
    """A line of the frame (名册行): a project, what was declared of it, and its weight."""

    project_id: int
    number: str
    name: str
    county_id: int
    county: str
    sites: int
    declared: Tallies
    risk: int
    light: Light | None


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """A line of the frame as it is kept; the last four are empty where it was not drawn."""

    id: int
    line: FrameLine
    place: int | None
    way: Way | None
    ticket: str
    chance: Fraction | None


@dataclass(frozen=True, slots=True)
class DrawRow:
    """A list as it was drawn (抽查名单), with when and by whom."""

    id: int
    month: Month
    bulletin: str
    on_day: date
    root: bytes
    seed: bytes
    frame: bytes
    light: Light
    algorithm: int
    seq: int
    recorded_at: datetime
    label: str


@dataclass(frozen=True, slots=True)
class RecountRow:
    """A version of what was found (现场核实), with who recorded it and when."""

    candidate_id: int
    version: int
    visit: Visit
    seq: int
    recorded_at: datetime
    label: str


def last_bulletin() -> BulletinRow | None:
    """Return the bulletin issued last whose month's root is known; None while there is none."""
    found = rows(
        """
        SELECT c.id AS close_id, c.month, c.on_day, c.last_seq, n.root, i.issued_on, i.year, i.number
        FROM bulletins_issue i JOIN reporting_close c ON c.id = i.close_id
        JOIN audit_anchor n ON n.act_id = c.act_id
        ORDER BY c.month DESC, i.issued_on, i.id LIMIT 1
        """,
        {},
    )
    for row in found:
        year, number = row.pop("year"), row.pop("number")
        more = {
            "month": Month.of(row["month"]),
            "root": bytes(row["root"]),
            "label": f"{year}年第{number}期",
        }
        return BulletinRow(**row | more)
    return None


def enter_draw(
    act: Act,
    *,
    bulletin: BulletinRow,
    on_day: date,
    light: Light,
    algorithm: int,
    drawn: Drawn,
    frame: Sequence[FrameLine],
) -> int:
    """Enter a month's list with the whole frame that it was drawn from.

    :raises DrawnBefore: if the month has a list already.
    """
    try:
        with transaction.atomic():
            made = models.Draw.objects.create(
                act=act,
                close_id=bulletin.close_id,
                bulletin=bulletin.label,
                on_day=on_day,
                root=bulletin.root,
                seed=drawn.seed,
                frame=drawn.frame,
                light=light.value,
                algorithm=algorithm,
            )
    except IntegrityError as refused:
        if "close_id" in str(refused):
            raise DrawnBefore(bulletin.month) from refused
        raise
    picked = {p.candidate.project: (n, p) for n, p in enumerate(drawn.picks, 1)}
    models.Candidate.objects.bulk_create(
        [_candidate_of(act, made, line, *picked.get(line.number, (None, None))) for line in frame]
    )
    return made.pk


def _candidate_of(
    act: Act, draw: models.Draw, line: FrameLine, place: int | None, pick: Pick | None
) -> models.Candidate:
    return models.Candidate(
        act=act,
        draw=draw,
        project_id=line.project_id,
        number=line.number,
        name=line.name,
        county_id=line.county_id,
        county_name=line.county,
        sites=line.sites,
        started=line.declared.started,
        completed=line.declared.completed,
        households=line.declared.households,
        risk=line.risk,
        light=line.light.value if line.light else "",
        place=place,
        way=pick.way.value if pick else "",
        ticket=pick.ticket.hex() if pick else "",
        chance=str(pick.chance.overall) if pick else "",
    )


def enter_recount(
    act: Act,
    *,
    candidate: CandidateRow,
    version: int,
    visit: Visit,
    user_id: int,
    reported_by: Iterable[int],
) -> None:
    """Enter what was found of a drawn project as its ``version``-th record.

    :raises RecordedMeanwhile: if that version was taken meanwhile.
    :raises OwnReport: if the verifier is among those who reported.
    """
    try:
        with transaction.atomic():
            models.Recount.objects.create(
                act=act,
                candidate_id=candidate.id,
                county_id=candidate.line.county_id,
                version=version,
                on_day=visit.on,
                started=visit.found.started,
                completed=visit.found.completed,
                households=visit.found.households,
                note=visit.note,
                reason=visit.reason,
                user_id=user_id,
                reported_by=sorted(set(reported_by)),
            )
    except IntegrityError as refused:
        if "supervision_recount_in_turn" in str(refused):
            raise RecordedMeanwhile from refused
        if "supervision_verifier_did_not_report" in str(refused):
            raise OwnReport from refused
        raise


def draws() -> tuple[DrawRow, ...]:
    """Return the lists that were drawn, the newest month first."""
    found = rows(
        """
        SELECT d.id, c.month, d.bulletin, d.on_day, d.root, d.seed, d.frame, d.light, d.algorithm,
               s.seq, s.recorded_at, coalesce(u.label, '') AS label
        FROM supervision_draw d JOIN reporting_close c ON c.id = d.close_id
        JOIN audit_act a ON a.id = d.act_id JOIN audit_stamp s ON s.act_id = d.act_id
        LEFT JOIN accounts_user u ON u.id = a.user_id ORDER BY c.month DESC
        """,
        {},
    )
    return tuple(_draw(row) for row in found)


def _draw(row: dict[str, Any]) -> DrawRow:
    octets = {name: bytes(row[name]) for name in ("root", "seed", "frame")}
    return DrawRow(**row | octets | {"month": Month.of(row["month"]), "light": Light(row["light"])})


def candidates(draw_id: int) -> tuple[CandidateRow, ...]:
    """Return the frame of a list, those drawn first and in the order of the draw."""
    found = rows(
        """
        SELECT id, project_id, number, name, county_id, county_name, sites, started, completed,
               households, risk, light, place, way, ticket, chance
        FROM supervision_candidate WHERE draw_id = %(draw)s ORDER BY place NULLS LAST, number
        """,
        {"draw": draw_id},
    )
    return tuple(_candidate(row) for row in found)


def _candidate(row: Mapping[str, Any]) -> CandidateRow:
    line = FrameLine(
        row["project_id"],
        row["number"],
        row["name"],
        row["county_id"],
        row["county_name"],
        row["sites"],
        Tallies(row["started"], row["completed"], row["households"]),
        row["risk"],
        Light(row["light"]) if row["light"] else None,
    )
    way = Way(row["way"]) if row["way"] else None
    chance = Fraction(row["chance"]) if row["chance"] else None
    return CandidateRow(row["id"], line, row["place"], way, row["ticket"], chance)


def recounts(draw_id: int, *, last_seq: int | None = None) -> tuple[RecountRow, ...]:
    """Return what was found of a list's projects within reach, each in its versions.

    :param last_seq: only what was recorded by then; None for all of it.
    """
    found = rows(
        """
        SELECT r.candidate_id, r.version, r.on_day, r.started, r.completed, r.households, r.note,
               r.reason, s.seq, s.recorded_at, coalesce(u.label, '') AS label
        FROM supervision_recount r JOIN supervision_candidate c ON c.id = r.candidate_id
        JOIN audit_stamp s ON s.act_id = r.act_id LEFT JOIN accounts_user u ON u.id = r.user_id
        WHERE c.draw_id = %(draw)s AND (%(seq)s::bigint IS NULL OR s.seq <= %(seq)s)
        ORDER BY r.candidate_id, r.version
        """,
        {"draw": draw_id, "seq": last_seq},
    )
    return tuple(_recount(row) for row in found)


def _recount(row: Mapping[str, Any]) -> RecountRow:
    tallies = Tallies(row["started"], row["completed"], row["households"])
    visit = Visit(row["on_day"], tallies, row["note"], row["reason"])
    return RecountRow(
        row["candidate_id"], row["version"], visit, row["seq"], row["recorded_at"], row["label"]
    )


def numbers_drawn(*, last_seq: int) -> frozenset[str]:
    """Return the numbers of all projects that stood on a list by a stamp."""
    found = rows(
        """
        SELECT DISTINCT c.number FROM supervision_candidate c
        JOIN supervision_draw d ON d.id = c.draw_id
        JOIN audit_stamp s ON s.act_id = d.act_id AND s.seq <= %(seq)s
        WHERE c.place IS NOT NULL
        """,
        {"seq": last_seq},
    )
    return frozenset(row["number"] for row in found)


def reporters(project_id: int, *, month: Month, last_seq: int) -> frozenset[int]:
    """Return who declared what a list verifies of a project, up to a stamp.

    They are who entered its starts, completions and finished households, and who sent or passed on
    its county's return of the month; whoever did so for another brings both.
    """
    found = rows(
        """
        SELECT DISTINCT unnest(accounts_hands(a.user_id, a.id)) AS user_id
        FROM audit_act a JOIN audit_stamp s ON s.act_id = a.id
        WHERE s.seq <= %(seq)s AND a.id IN (
          SELECT f.act_id FROM programme_step f JOIN programme_site t ON t.id = f.site_id
          WHERE t.project_id = %(project)s AND f.step = ANY (%(steps)s)
          UNION ALL
          SELECT w.act_id FROM works_reading w JOIN programme_site t ON t.id = w.site_id
          WHERE t.project_id = %(project)s AND w.indicator = %(households)s
          UNION ALL
          SELECT m.act_id FROM reporting_submission_move m
          JOIN programme_project p ON p.county_id = m.county_id
          WHERE p.id = %(project)s AND m.month = %(month)s
            AND m.kind IN ('submit', 'correct', 'verify'))
        """,
        {
            "seq": last_seq,
            "project": project_id,
            "steps": [int(Step.START), int(Step.COMPLETION)],
            "households": int(Indicator.HOUSEHOLDS),
            "month": month.first_day,
        },
    )
    return frozenset(row["user_id"] for row in found)
