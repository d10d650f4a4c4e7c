"""Acts of office, newest first, a page at a time (留痕)."""

from dataclasses import dataclass

from jiugai.services.actor import Actor, Power, require
from jiugai.storage.audit import queries
from jiugai.storage.audit.queries import ActRow

__all__ = ["PAGE", "ActRow", "ActsPage", "acts_page"]

PAGE = 50


@dataclass(frozen=True, slots=True)
class ActsPage:
    """One page of the trace (留痕页).

    Attributes:
      next_before: the stamp before which the next page begins; None on the last page.
      is_first: whether nothing newer was left out.
    """

    rows: tuple[ActRow, ...]
    next_before: int | None
    is_first: bool


def acts_page(*, actor: Actor, before: int | None = None, room: str = "") -> ActsPage:
    """Return a page of acts, keyed by their stamps: what is added meanwhile moves nothing.

    :param room: the room whose acts are wanted, such as ``programme``; empty for all.
    :raises NotAllowed: if the actor may not read the trace.
    """
    require(actor, Power.READ_TRACE)
    verb = f"{room}." if room else ""
    found = queries.acts(before_seq=before, limit=PAGE + 1, verb=verb)
    shown = found[:PAGE]
    return ActsPage(
        rows=shown,
        next_before=shown[-1].seq if len(found) > PAGE else None,
        is_first=before is None,
    )
