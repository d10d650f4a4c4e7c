"""Seal what was recorded (封存留痕): by the clock, before a month is closed, before receipts go out.

Nobody decides to seal, so nobody's permission is asked; nothing of what was recorded is changed.
"""

from jiugai.domain.sealing.checkpoint import Checkpoint
from jiugai.services.reach import reading_city_wide
from jiugai.storage.audit import seals
from jiugai.storage.audit.seal_queries import last_checkpoint
from jiugai.storage.audit.seals import Torn
from jiugai.storage.unit_of_work import OpenAct

__all__ = ["Torn", "checkpoint", "origin", "seal_all", "seal_for"]

_REASON = "封存的是全市的留痕，不论由谁触发；内容不交给触发的人"


def seal_all() -> int:
    """Seal all acts that have committed; return how many.

    :raises Torn: if a number is missing from the register.
    """
    with reading_city_wide(_REASON):
        return seals.seal_all()


def seal_for(act: OpenAct) -> tuple[int, bytes]:
    """Seal all that stands, enter that its root goes out with an act, and return size and root.

    To be called in the act's own transaction, under the stamp's lock: the root is then over
    exactly what was recorded up to the last stamp. The act itself comes into the next seal.

    :raises Torn: if a number is missing from the register.
    """
    seal_all()
    last = last_checkpoint()
    seals.anchor(act, last.size, last.root)
    return last.size, last.root


def checkpoint(city_code: str) -> Checkpoint:
    """Return the checkpoint over all that is sealed."""
    last = last_checkpoint()
    return Checkpoint(origin(city_code), last.size, last.root)


def origin(city_code: str) -> str:
    """Return whose register a checkpoint is of.

    >>> origin("610900")
    'jiugai/610900'
    """
    return f"jiugai/{city_code}"
