"""Files on their way in (待导入文件): desk work, kept until written or given up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from jiugai.storage import jobs
from jiugai.storage.registry.models import Upload

State = Upload.State


@dataclass(frozen=True, slots=True)
class UploadRow:
    """A file on its way in, without its bytes."""

    id: int
    batch: UUID
    user_id: int
    post_id: int
    county_id: int | None
    county_code: str
    year: int
    effective_on: date
    name: str
    state: str
    progress: int
    summary: dict[str, Any]
    choices: dict[str, str]
    created_at: datetime

    @property
    def is_working(self) -> bool:
        return self.state in {State.QUEUED, State.READING, State.WRITING}

    @property
    def state_word(self) -> str:
        return str(State(self.state).label)


class NoSuchUpload(LookupError):
    """No such file of this officer's; absent and another's look the same."""


_SHOWN = (
    "id",
    "batch",
    "user_id",
    "post_id",
    "county_id",
    "year",
    "effective_on",
    "name",
    "state",
    "progress",
    "summary",
    "choices",
    "created_at",
)


def _row(values: dict[str, Any]) -> UploadRow:
    code = values["summary"].get("county_code", "")
    return UploadRow(**values, county_code=code)


def receive(
    *,
    batch: UUID,
    user_id: int,
    post_id: int,
    county_id: int,
    county_code: str,
    county_name: str,
    year: int,
    effective_on: date,
    name: str,
    sm3: bytes,
    content: bytes,
    at: datetime,
) -> int:
    """Keep a file and queue its reading; return its id."""
    made = Upload.objects.create(
        batch=batch,
        user_id=user_id,
        post_id=post_id,
        county_id=county_id,
        year=year,
        effective_on=effective_on,
        name=name,
        sm3=sm3,
        content=content,
        created_at=at,
        summary={"county_code": county_code, "county": county_name},
    )
    jobs.defer(jobs.READ_UPLOAD, upload_id=made.pk)
    return made.pk


def of_batch(batch: UUID, *, user_id: int) -> tuple[UploadRow, ...]:
    """Return the files that an officer sent together, in the order sent."""
    found = Upload.objects.filter(batch=batch, user_id=user_id).order_by("pk").values(*_SHOWN)
    return tuple(_row(dict(values)) for values in found)


def recent(*, user_id: int, limit: int = 20) -> tuple[UploadRow, ...]:
    """Return the files that an officer last sent, newest first."""
    found = Upload.objects.filter(user_id=user_id).order_by("-pk").values(*_SHOWN)[:limit]
    return tuple(_row(dict(values)) for values in found)


def in_state(state: str, *, user_id: int) -> tuple[UploadRow, ...]:
    """Return the files of an officer that stand in a state, oldest first."""
    found = Upload.objects.filter(state=state, user_id=user_id).order_by("pk").values(*_SHOWN)
    return tuple(_row(dict(values)) for values in found)


def one(upload_id: int, *, user_id: int | None = None) -> UploadRow:
    """Return a file; with ``user_id``, only if that officer sent it.

    :raises NoSuchUpload: if there is none.
    """
    found = Upload.objects.filter(pk=upload_id)
    if user_id is not None:
        found = found.filter(user_id=user_id)
    values = found.values(*_SHOWN).first()
    if values is None:
        raise NoSuchUpload(upload_id)
    return _row(dict(values))


def content(upload_id: int) -> bytes:
    """Return a file's bytes."""
    return bytes(Upload.objects.values_list("content", flat=True).get(pk=upload_id))


def reading(upload_id: int) -> bytes | None:
    """Return what was read from a file, as the reader packed it; None before it was read."""
    found = Upload.objects.values_list("reading", flat=True).get(pk=upload_id)
    return None if found is None else bytes(found)


def change(upload_id: int, *, only_if: Iterable[str] | None = None, **values: Any) -> bool:
    """Change a file's state and what goes with it; say whether it was in one of the states asked.

    The condition and the change are one statement, so that of two clicks one wins.
    """
    found = Upload.objects.filter(pk=upload_id)
    if only_if is not None:
        found = found.filter(state__in=list(only_if))
    return found.update(**values) == 1


def queue_reading(upload_id: int) -> None:
    """Queue a file to be read again."""
    jobs.defer(jobs.READ_UPLOAD, upload_id=upload_id)


def queue_writing(upload_id: int) -> None:
    """Queue a file's plan to be written."""
    jobs.defer(jobs.WRITE_UPLOAD, upload_id=upload_id)
