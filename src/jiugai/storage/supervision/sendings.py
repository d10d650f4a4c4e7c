"""Photos on their way here, piece by piece (上传中的照片): desk work."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from jiugai.storage.supervision.photo_models import Piece, Sending


@dataclass(frozen=True, slots=True)
class SendingRow:
    """A photo on its way: how much of it lies here, and what became of it."""

    id: int
    key: UUID
    photo_set_id: int
    user_id: int
    size: int
    received: int
    shows: str
    scene: str
    phone_at: datetime | None
    photo_id: int | None

    @property
    def is_whole(self) -> bool:
        return self.received == self.size


_SHOWN = (
    "id",
    "key",
    "photo_set_id",
    "user_id",
    "size",
    "received",
    "shows",
    "scene",
    "phone_at",
    "photo_id",
)


def one(key: UUID, *, user_id: int) -> SendingRow | None:
    """Return an officer's photo on its way; another's looks as if it were not."""
    found = Sending.objects.filter(key=key, user_id=user_id).values(*_SHOWN).first()
    return None if found is None else SendingRow(**found)


def begin(
    *,
    key: UUID,
    photo_set_id: int,
    user_id: int,
    size: int,
    shows: str,
    scene: str,
    phone_at: datetime | None,
    at: datetime,
) -> SendingRow | None:
    """Expect a photo, or find it expected; None if somebody else's bears that key."""
    Sending.objects.bulk_create(
        [
            Sending(
                key=key,
                photo_set_id=photo_set_id,
                user_id=user_id,
                size=size,
                shows=shows,
                scene=scene,
                phone_at=phone_at,
                begun_at=at,
            )
        ],
        ignore_conflicts=True,
    )
    return one(key, user_id=user_id)


def add(sending_id: int, *, start: int, content: bytes) -> bool:
    """Add a piece if it continues what lies here; say whether it did.

    The condition and the change are one statement: of the same piece sent twice one is added.
    """
    with transaction.atomic():
        moved = Sending.objects.filter(
            pk=sending_id, received=start, size__gte=start + len(content)
        ).update(received=F("received") + len(content))
        if moved:
            Piece.objects.create(sending_id=sending_id, start=start, content=content)
    return bool(moved)


def content(sending_id: int) -> bytes:
    """Return the pieces of a photo, put together."""
    found = Piece.objects.filter(sending_id=sending_id).order_by("start")
    return b"".join(bytes(piece) for piece in found.values_list("content", flat=True))


def start_again(sending_id: int) -> None:
    """Forget what lies here of a photo, so that it is sent from its first byte."""
    with transaction.atomic():
        Sending.objects.filter(pk=sending_id).update(received=0)
        Piece.objects.filter(sending_id=sending_id).delete()


def end(sending_id: int, *, photo_id: int) -> None:
    """Note what a photo became, and let go of its pieces."""
    Sending.objects.filter(pk=sending_id).update(photo_id=photo_id)
    Piece.objects.filter(sending_id=sending_id).delete()


def forget(*, before: datetime) -> int:
    """Forget the photos that never came whole, with their pieces; return how many."""
    with transaction.atomic():
        late = Sending.objects.filter(begun_at__lt=before, photo__isnull=True)
        numbers = list(late.select_for_update(skip_locked=True).values_list("pk", flat=True))
        Sending.objects.filter(pk__in=numbers).delete()
    return len(numbers)
