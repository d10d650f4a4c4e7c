"""Writes of what people found who saw two photos side by side (照片判定)."""

from datetime import date

from django.db import IntegrityError, transaction

from jiugai.storage.audit.models import Act
from jiugai.storage.supervision.look_models import Look
from jiugai.storage.supervision.photo_queries import PhotoRow


class LookedMeanwhile(Exception):
    """Somebody judged the photo between seeing and saying; nothing is written."""

    def __init__(self) -> None:
        super().__init__(
            "这张照片刚刚有人判定过，没有重复写入。请看了新的结论，确有不同意见再更正。"
        )


def enter(act: Act, photo: PhotoRow, *, user_id: int, verdict: str, said: str, on: date) -> None:
    """Enter what was found of a photo, or correct what it is known to have been found.

    :raises LookedMeanwhile: if somebody else did so first.
    """
    try:
        with transaction.atomic():
            Look.objects.create(
                act=act,
                photo_id=photo.id,
                photo_set_id=photo.set_id,
                sent_by=photo.sent_by,
                user_id=user_id,
                verdict=verdict,
                said=said,
                effective_on=photo.look_on or on,
                replaces_id=photo.look_id,
                reason=said if photo.look_id else None,
            )
    except IntegrityError as refused:
        if "supervision_look_once" in str(refused) or "replaced_once" in str(refused):
            raise LookedMeanwhile from refused
        raise
