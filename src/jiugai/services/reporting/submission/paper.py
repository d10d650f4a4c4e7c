"""A return as a workbook (月报表样): out with what is counted, back with what was changed; nothing is sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from jiugai.domain.findings import Finding, Weight
from jiugai.domain.reporting.submission.cells import NEVER_TYPED, Cell, Typed, TypedReason
from jiugai.exchange.reading_process import run_reader
from jiugai.exchange.return_form import FormHead, FormRead, write_form
from jiugai.exchange.return_form_reading import READER
from jiugai.exchange.upload_guard import safe_name
from jiugai.services.actor import Actor, Power, require
from jiugai.services.registry.register import counties
from jiugai.services.reporting.submission.desk import ReturnPage

__all__ = ["ReadBack", "TypedReason", "form_of", "read_back"]


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What a workbook said when it came back (读回结果); nothing of it is sent yet.

    Attributes:
      typed: the cells that were changed, with the reason where one was written; without words the
        screen asks for them.
      findings: what should be known of it; a blocking one left everything unread.
    """

    typed: Mapping[tuple[int, str], Typed] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def form_of(found: ReturnPage, *, actor: Actor) -> bytes:
    """Return a return as .xlsx: as counted now, with what was typed in the version that stands.

    :param found: as the desk gave it to the same officer.
    :raises NotAllowed: if the actor may see no records.
    """
    require(actor, Power.SEE)
    return write_form(_head(found), _with_typed(found), found.lists)


def read_back(content: bytes, document: str, found: ReturnPage, *, actor: Actor) -> ReadBack:
    """Read a workbook that was given out for this very return; nothing is written.

    :raises NotAllowed: if the actor sends no returns.
    """
    require(actor, Power.SUBMIT_RETURN)
    shown = safe_name(document)
    read = run_reader(READER, content, {"document": shown}, expect=FormRead, name=document)
    if isinstance(read, Finding):
        return ReadBack(findings=(read,))
    head = _head(found)
    if (read.code, read.month) != (head.code, head.month):
        return ReadBack(
            findings=(
                Finding(
                    "return_form.of_another",
                    f"这是 {read.code} {read.month} 的表样，不是{found.county.county}"
                    f"{found.month.in_prose}的；请到那一页传回，或重新下载。本次没有读取，也没有报送。",
                ),
            )
        )
    known = {(cell.list_id, cell.name): cell for cell in found.cells}
    changed = {key: value for key, value in read.changed.items() if key in known}
    typed = {
        key: Typed(value, *read.reasons.get(key, (TypedReason.PAPER, "")))
        for key, value in changed.items()
        if known[key].quantity is not NEVER_TYPED and value != known[key].counted
    }
    return ReadBack(typed, _remarks(changed, known))


def _remarks(
    changed: Mapping[tuple[int, str], int], known: Mapping[tuple[int, str], Cell]
) -> tuple[Finding, ...]:
    plan = [key for key in changed if known[key].quantity is NEVER_TYPED]
    if not plan:
        return ()
    names = "、".join(f"“{known[key].quantity.word}·{known[key].basis.word}”" for key in plan)
    return (
        Finding(
            "return_form.plan_changed",
            f"表里改了{names}，没有采用：计划只凭上报的计划改动，请上报新的计划。",
            Weight.WARNS,
        ),
    )


def _head(found: ReturnPage) -> FormHead:
    county = counties(found.horizon)[found.county.county_id]
    return FormHead(county.code, county.name, str(found.month), found.month.in_prose)


def _with_typed(found: ReturnPage) -> list[Cell]:
    sent = found.county.sent.cells if found.county.sent else ()
    typed = {(cell.list_id, cell.name): cell.typed for cell in sent if cell.typed}
    return [replace(cell, typed=typed.get((cell.list_id, cell.name))) for cell in found.cells]
