"""Acts of office, newest first, a page at a time (留痕)."""

from collections.abc import Iterable
from dataclasses import dataclass

from jiugai.services.actor import Actor, Power, require
from jiugai.storage.audit import queries
from jiugai.storage.audit.queries import ActRow

__all__ = ["PAGE", "ActRow", "ActsPage", "acts_page", "count_since"]

PAGE = 50


@dataclass(frozen=True, slots=True)
class ActsPage:
    """One page of the trace (留痕页).

    Attributes:
      older: the stamp before which older acts go on; None on the last page.
      newer: the stamp after which newer acts go on; None on the first page.
    """

    rows: tuple[ActRow, ...]
    older: int | None
    newer: int | None


def acts_page(
    *, actor: Actor, before: int | None = None, after: int | None = None, room: str = ""
) -> ActsPage:
    """Return a page of acts, keyed by their stamps: what is added meanwhile moves nothing.

    :param before: the newest acts below this stamp; ``after``: the oldest ones above it.
    :param room: the room whose acts are wanted, such as ``programme``; empty for all.
    :raises NotAllowed: if the actor may not read the trace.
    """
    require(actor, Power.READ_TRACE)
    verb = f"{room}." if room else ""
    if after is not None:
        found = queries.acts(after_seq=after, limit=PAGE + 1, verb=verb)
        shown = found[-PAGE:]
        has_newer, has_older = len(found) > PAGE, True
    else:
        found = queries.acts(before_seq=before, limit=PAGE + 1, verb=verb)
        shown = found[:PAGE]
        has_newer, has_older = before is not None, len(found) > PAGE
    return ActsPage(
        rows=shown,
        older=shown[-1].seq if shown and has_older else None,
        newer=shown[0].seq if shown and has_newer else None,
    )


def count_since(seq: int, verbs: Iterable[str], *, actor: Actor) -> int:
    """Return how many acts of these verbs were recorded after a stamp.

    :raises NotAllowed: if the actor may not read the trace.
    """
    require(actor, Power.READ_TRACE)
    return queries.count_acts(tuple(verbs), after_seq=seq)
