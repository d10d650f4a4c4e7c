"""The import wizard (导入向导): drop files, read them in the background, look at the plan, write."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID, uuid4

from jiugai.domain.findings import Finding
from jiugai.domain.registry.ledger import Column, LedgerReading
from jiugai.domain.registry.plan import ImportPlan, RowKind
from jiugai.exchange import parcel, reading_process, returned_workbook
from jiugai.exchange.digests import sm3
from jiugai.services.actor import Actor, Power, require
from jiugai.services.reach import as_officer, reading_city_wide
from jiugai.services.registry.importing import (
    LedgerFile,
    OutsideScope,
    PlanOutdated,
    county_of,
    profile_of,
)
from jiugai.services.reporting import intake
from jiugai.storage.registry import entries, queries, uploads
from jiugai.storage.registry.uploads import NoSuchUpload, State, UploadRow
from jiugai.storage.unit_of_work import unit_of_work

__all__ = [
    "NoSuchUpload",
    "NotReady",
    "OutsideScope",
    "Planned",
    "Readable",
    "UploadRow",
    "abandon",
    "batch",
    "choose",
    "name_columns",
    "one_of",
    "plan_of",
    "read_upload",
    "receive",
    "recent",
    "returned",
    "start_writing",
    "unwritten",
    "write_upload",
]


class NotReady(Exception):
    """The file is not in the state that the request takes for granted; nothing was done."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A file with its plan, as the wizard shows it (方案)."""

    upload: UploadRow
    reading: LedgerReading
    plan: intake.Plan
    seen_before: datetime | None

    @property
    def mark(self) -> str:
        """Return what the officer sends along with the word to write: this plan, and no other."""
        return intake.mark_of(self.plan)


class Readable(Protocol):
    """A file as it is sent: its bytes are asked for once."""

    def read(self) -> bytes: ...


def receive(
    files: Sequence[tuple[str, Readable, str]],
    *,
    year: int,
    effective_on: date,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Keep files and queue their reading; return the batch they came in.

    :param files: name, content and county's code of each; they are read one after another, so that
      a batch never lies in memory as a whole.
    :raises NotAllowed: if the actor may not import ledgers.
    :raises OutsideScope: if the county is not the actor's.
    """
    require(actor, Power.IMPORT_LEDGER)
    together = uuid4()
    # Each file's county first: a batch is kept whole or not at all.
    counties = [
        county_of(LedgerFile(b"", name, code, year, effective_on), actor) for name, _, code in files
    ]
    for (name, sent, code), county in zip(files, counties, strict=True):
        content = sent.read()
        uploads.receive(
            batch=together,
            user_id=actor.user_id,
            post_id=actor.post_id,
            county_id=county.id,
            county_code=code,
            county_name=county.name,
            year=year,
            effective_on=effective_on,
            name=name,
            sm3=sm3(content),
            content=content,
            at=at,
        )
    return together


def batch(together: UUID, *, actor: Actor) -> tuple[UploadRow, ...]:
    """Return the files of a batch that the actor sent."""
    require(actor, Power.IMPORT_LEDGER)
    return uploads.of_batch(together, user_id=actor.user_id)


def one_of(upload_id: int, *, actor: Actor) -> UploadRow:
    """Return a file that the actor sent.

    :raises NoSuchUpload: if the actor sent no such file.
    """
    require(actor, Power.IMPORT_LEDGER)
    return uploads.one(upload_id, user_id=actor.user_id)


def recent(*, actor: Actor) -> tuple[UploadRow, ...]:
    """Return the files that the actor last sent."""
    require(actor, Power.IMPORT_LEDGER)
    return uploads.recent(user_id=actor.user_id)


def unwritten(*, actor: Actor) -> tuple[UploadRow, ...]:
    """Return the actor's files that were read and wait for the word to write them, oldest first."""
    require(actor, Power.IMPORT_LEDGER)
    return uploads.in_state(State.PLANNED, user_id=actor.user_id)


def read_upload(upload_id: int, *, actor_of: Callable[[int, int], Actor]) -> None:
    """Read a file in the background and keep what it says, with a summary for the screen.

    :param actor_of: finds the officer by user and post as they stand now.
    """
    with reading_city_wide(_WHOSE):
        upload = uploads.one(upload_id)
        waiting = (State.QUEUED, State.PLANNED, State.READING)
        if not uploads.change(upload_id, only_if=waiting, state=State.READING, progress=10):
            return
    try:
        actor = actor_of(upload.user_id, upload.post_id)
        with as_officer(actor):
            _read(upload, actor)
    except Exception:
        _stop(upload, State.REFUSED, "读取时系统出错，没有写入任何数据。请重新上传，" + _CALL)
        raise


_WHOSE = "whose file it is says how far its sender reaches"
_CALL = "还不行，请联系系统管理员。"


def _stop(upload: UploadRow, state: State, sentence: str) -> None:
    """Leave a file where its sender can go on, with what happened, after a fault of ours."""
    with reading_city_wide(_WHOSE):
        summary = upload.summary | {"sentence": sentence}
        uploads.change(upload.id, state=state, progress=100, summary=summary)


def _read(upload: UploadRow, actor: Actor) -> None:
    file = _file(upload)
    reading = reading_process.read_ledger(
        file.content,
        document=file.document,
        year=file.year,
        profile=profile_of(upload.county_id or 0),
        county=county_of(file, actor).name,
    )
    uploads.change(upload.id, progress=80, reading=parcel.pack(reading))
    summary = upload.summary | _summary(intake.plan(reading, file, actor=actor))
    state = State.REFUSED if reading.refused else State.PLANNED
    uploads.change(upload.id, state=state, progress=100, summary=summary)


def _file(upload: UploadRow) -> LedgerFile:
    return LedgerFile(
        uploads.content(upload.id),
        upload.name,
        upload.county_code,
        upload.year,
        upload.effective_on,
    )


def _summary(plan: intake.Plan) -> dict[str, Any]:
    reading = plan.reading
    told = {
        "tables": len(reading.tables),
        "rows": len(reading.rows),
        "repairs": len(reading.repairs),
        "sentence": reading.findings[0].message if reading.refused else "",
    }
    if isinstance(plan, ImportPlan):
        return told | {
            "kind": "ledger",
            "add": plan.count(RowKind.ADD),
            "change": plan.count(RowKind.CHANGE),
            "same": plan.count(RowKind.SAME),
            "ask": plan.count(RowKind.ASK),
            "refuse": plan.count(RowKind.REFUSE),
        }
    return told | {
        "kind": "return",
        "add": plan.accepted,
        "change": 0,
        "same": plan.unchanged,
        "ask": 0,
        "refuse": plan.refused,
    }


def plan_of(upload_id: int, *, actor: Actor) -> Planned:
    """Return a file's plan against the register as it stands now.

    :raises NoSuchUpload: if the actor sent no such file.
    :raises NotReady: if the file has not been read yet.
    """
    require(actor, Power.IMPORT_LEDGER)
    upload = uploads.one(upload_id, user_id=actor.user_id)
    reading = _reading(upload)
    file = _file(upload)
    plan = intake.plan(reading, file, actor=actor, choices=upload.choices)
    seen = queries.imported(sm3(file.content), county_id=upload.county_id)
    return Planned(upload, reading, plan, seen)


def _reading(upload: UploadRow) -> LedgerReading:
    packed = uploads.reading(upload.id)
    if packed is None:
        raise NotReady(f"《{upload.name}》还在读取，请稍候。没有写入任何数据。")
    reading = parcel.unpack(packed)
    assert isinstance(reading, LedgerReading)
    return reading


def choose(upload_id: int, choices: Mapping[str, str], *, actor: Actor) -> None:
    """Keep what the officer says of rows that were asked about.

    :raises NoSuchUpload: if the actor sent no such file.
    :raises NotReady: if the file is written already or given up.
    """
    require(actor, Power.IMPORT_LEDGER)
    upload = uploads.one(upload_id, user_id=actor.user_id)
    kept = upload.choices | dict(choices)
    if not uploads.change(upload_id, only_if=(State.PLANNED,), choices=kept):
        raise NotReady(f"《{upload.name}》{upload.state_word}，不能再改。")


def name_columns(
    upload_id: int, columns: Mapping[str, Column], *, actor: Actor, today: date
) -> None:
    """Keep how a county's headers are to be read, and read the file again by it.

    :raises NoSuchUpload: if the actor sent no such file.
    :raises NotReady: if the file is written already or given up.
    """
    require(actor, Power.IMPORT_LEDGER)
    upload = uploads.one(upload_id, user_id=actor.user_id)
    if upload.county_id is None or upload.state not in {State.PLANNED, State.REFUSED}:
        raise NotReady(f"《{upload.name}》{upload.state_word}，不能再改。")
    with unit_of_work(
        verb="registry.name_columns",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"《{upload.name}》 {len(columns)} 列"[:128],
    ) as act:
        entries.profile(
            act,
            county_id=upload.county_id,
            columns={header: column.value for header, column in columns.items()},
            effective_on=today,
        )
        uploads.change(upload_id, state=State.QUEUED, progress=0, reading=None)
        uploads.queue_reading(upload_id)


def start_writing(upload_id: int, *, actor: Actor, mark: str) -> None:
    """Queue a file's plan to be written; a second click finds it queued and does nothing.

    :param mark: of the plan that the officer looked at; if it would do something else by the time
      it is written, nothing is.
    :raises NoSuchUpload: if the actor sent no such file.
    """
    require(actor, Power.IMPORT_LEDGER)
    upload = uploads.one(upload_id, user_id=actor.user_id)
    summary = upload.summary | {"mark": mark}
    if uploads.change(
        upload_id, only_if=(State.PLANNED,), state=State.WRITING, progress=5, summary=summary
    ):
        uploads.queue_writing(upload_id)


def write_upload(upload_id: int, *, actor_of: Callable[[int, int], Actor]) -> None:
    """Write a file's plan in the background; what stops it is kept for the screen."""
    with reading_city_wide(_WHOSE):
        upload = uploads.one(upload_id)
    if upload.state != State.WRITING:
        return
    try:
        actor = actor_of(upload.user_id, upload.post_id)
        with as_officer(actor):
            _write(upload, actor)
    except Exception:
        again = "写入时系统出错，没有办完。请再点一次“写入”，写过的不会重复写；" + _CALL
        _stop(upload, State.PLANNED, again)
        raise


def _write(upload: UploadRow, actor: Actor) -> None:
    file, reading = _file(upload), _reading(upload)
    plan = intake.plan(reading, file, actor=actor, choices=upload.choices)

    def tell(rows: int) -> None:
        share = 10 + 80 * rows // max(1, len(reading.rows))
        uploads.change(upload.id, progress=share)

    try:
        mark = upload.summary["mark"]
        done = intake.write(plan, file, actor=actor, progress=tell, mark=mark)
    except PlanOutdated as outdated:
        # Counted anew, as the register stands now: the sender is to look at that, and decide.
        told = _summary(intake.plan(reading, file, actor=actor))
        summary = upload.summary | told | {"sentence": str(outdated)}
        uploads.change(upload.id, state=State.PLANNED, progress=100, summary=summary)
        return
    summary = upload.summary | {
        "written": done.accepted,
        "facts": done.facts,
        "returned": len(done.refused_rows),
        "left": done.asked,
        "sentence": "",
    }
    uploads.change(upload.id, state=State.WRITTEN, progress=100, summary=summary)


def abandon(upload_id: int, *, actor: Actor) -> None:
    """Give a file up; nothing of it is written.

    :raises NoSuchUpload: if the actor sent no such file.
    """
    require(actor, Power.IMPORT_LEDGER)
    uploads.one(upload_id, user_id=actor.user_id)
    open_states = (State.QUEUED, State.PLANNED, State.REFUSED)
    uploads.change(upload_id, only_if=open_states, state=State.ABANDONED)


def returned(upload_id: int, *, actor: Actor) -> tuple[str, bytes]:
    """Return the same workbook with a comment in each bad cell: its name and its bytes.

    :raises NoSuchUpload: if the actor sent no such file.
    :raises NotReady: if the file has not been read yet.
    """
    planned = plan_of(upload_id, actor=actor)
    asked: list[Finding] = []
    if isinstance(planned.plan, ImportPlan):
        rows = [row for row in planned.plan.rows if row.kind is RowKind.REFUSE]
        refused = [row.row for row in rows]
        asked = [row.question for row in rows if row.question is not None]
    else:
        refused = [row.row for row in planned.plan.rows if row.refused]
    sent = uploads.content(upload_id)
    content = returned_workbook.write(sent, planned.reading, refused, more=asked)
    return returned_workbook.returned_name(planned.upload.name), content
