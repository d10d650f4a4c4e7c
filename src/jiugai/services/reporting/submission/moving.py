"""Sending, verifying, sending back, accepting, correcting a monthly return; granting days more."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from jiugai.domain.calendar import Month
from jiugai.domain.findings import Finding, blocking
from jiugai.domain.reporting.submission.cells import Typed, cells_text, check_cells
from jiugai.domain.reporting.submission.lateness import Extension
from jiugai.domain.reporting.submission.stages import SENDS, Move, MoveKind, check_move
from jiugai.exchange.digests import sm3
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import horizon
from jiugai.services.reporting.doubts import examining
from jiugai.services.reporting.doubts.examining import Examined
from jiugai.services.reporting.doubts.project_months import AskWitness, nobody
from jiugai.services.reporting.submission.desk import ReturnPage, cells_now, page, power_for
from jiugai.storage.reporting import queries, submissions
from jiugai.storage.reporting.submissions import MovedMeanwhile, Sent
from jiugai.storage.unit_of_work import AlreadyDone, OpenAct, unit_of_work

__all__ = ["AlreadyDone", "Granted", "Moved", "MovedMeanwhile", "grant_extension", "move_return"]

SHANGHAI = ZoneInfo("Asia/Shanghai")
LONGEST_EXTENSION = 60
_NOTHING = "没有写入任何数据。"


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of a move: made unless a finding blocks."""

    made: bool
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Granted:
    """What became of an extension: granted unless a finding blocks."""

    granted: bool
    findings: tuple[Finding, ...] = ()


class _Blocked(Exception):
    """The move may not be made; the transaction writes nothing.

    Attributes:
      examined: what the checks had said by then, to be kept though nothing was sent.
    """

    def __init__(self, findings: tuple[Finding, ...], examined: tuple[Examined, ...] = ()) -> None:
        super().__init__("没有写入")
        self.findings = findings
        self.examined = examined


def move_return(
    month: Month,
    county_id: int,
    kind: MoveKind,
    *,
    words: str = "",
    typed: Mapping[tuple[int, str], Typed] | None = None,
    seen: int,
    actor: Actor,
    now: datetime,
    key: UUID | None = None,
    ask: AskWitness = nobody,
) -> Moved:
    """Make one move of a county's return, if it is in turn and in another's hand.

    What is sent is counted and examined anew inside the transaction, so that no fact can slip in
    between. A return that a doubt holds back is not sent; the doubt is kept, to be answered.

    :param typed: the values typed over a count, by list and the cell's name.
    :param seen: how many moves the officer saw when deciding.
    :param ask: asks what others than the county saw, for the checks of what is sent.
    :raises NotAllowed: if the actor's post does not carry the power.
    :raises NoSuchReturn: if that county owes none, or lies outside the actor's scope.
    :raises MovedMeanwhile: if another move came between seeing and making this one.
    :raises AlreadyDone: if this very request was carried out before.
    """
    found = page(month, county_id, actor=actor, now=now)
    require(actor, power_for(kind, found.county.standing.stage))
    move = Move(kind, actor.user_id, _day(now), words.strip())
    try:
        with unit_of_work(
            verb=f"reporting.{kind.value}_return",
            user_id=actor.user_id,
            post_id=actor.post_id,
            subject=f"{found.county.county} {month} 月报 {kind.word}",
            key=key,
        ) as act:
            if found.county.version != seen:
                raise MovedMeanwhile
            return Moved(True, _made(act, found, move, typed or {}, ask))
    except _Blocked as blocked:
        if blocked.examined:
            _keep(found, blocked.examined, actor)
        return Moved(False, blocked.findings)


def _keep(found: ReturnPage, examined: tuple[Examined, ...], actor: Actor) -> None:
    """Keep the doubts that hold a return back, so that the county can answer them."""
    with unit_of_work(
        verb="reporting.examine_returns",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"{found.county.county} {found.month} 月报核验，没有报送",
    ) as act:
        examining.keep(act, examined)


def _made(
    act: OpenAct,
    found: ReturnPage,
    move: Move,
    typed: Mapping[tuple[int, str], Typed],
    ask: AskWitness,
) -> tuple[Finding, ...]:
    """Make a move in the transaction under way, or raise what stops it."""
    submissions.hold_open(found.month)
    closed = queries.is_closed(found.month)
    before = [row.move for row in found.county.moves]
    findings = check_move(move, before, month=found.month, closed=closed)
    sent = _sent(found, typed) if move.kind in SENDS and not findings else None
    findings += check_cells(sent.cells) if sent else ()
    examined: tuple[Examined, ...] = ()
    if sent is not None:
        county_id = found.county.county_id
        asked = horizon(found.month.last_day)
        examined = examining.look(asked, [county_id], today=move.on, telling=[county_id], ask=ask)
        findings += examining.findings_of(examined[0])
    if blocking(findings):
        raise _Blocked(findings, examined)
    examining.keep(act, examined)
    submissions.enter_move(
        act,
        county_id=found.county.county_id,
        month=found.month,
        number=len(before) + 1,
        move=move,
        known=found.county.standing,
        sent=sent,
    )
    return findings


def _sent(found: ReturnPage, typed: Mapping[tuple[int, str], Typed]) -> Sent:
    asked = horizon(found.month.last_day)
    cells = cells_now(asked, found.county.county_id, typed)
    return Sent(cells, asked.last_seq, sm3(cells_text(cells).encode()))


def grant_extension(
    month: Month,
    *,
    county_id: int | None,
    days: int,
    reason: str,
    actor: Actor,
    key: UUID | None = None,
) -> Granted:
    """Grant days more for a month, to one county or all; every county sees it with its reason.

    :raises NotAllowed: if the actor accepts no returns.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.ACCEPT_RETURN)
    findings = tuple(_doubts(month, days, reason))
    if findings:
        return Granted(False, findings)
    with unit_of_work(
        verb="reporting.extend_deadline",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"{month} 月报延期 {days} 天",
        key=key,
    ) as act:
        extension = Extension(days, reason.strip())
        submissions.enter_extension(act, month=month, county_id=county_id, extension=extension)
    return Granted(True)


def _doubts(month: Month, days: int, reason: str) -> list[Finding]:
    found = []
    if not 1 <= days <= LONGEST_EXTENSION:
        found.append(
            Finding(
                "submission.extension_days",
                f"延期写了{days}天，应在1到{LONGEST_EXTENSION}天之间，例如2。{_NOTHING}",
            )
        )
    if not reason.strip():
        found.append(
            Finding(
                "submission.extension_unreasoned",
                f"延期须写明理由，理由对各县区公开，例如“10月31日至11月2日市里停网”。{_NOTHING}",
            )
        )
    if queries.is_closed(month):
        found.append(
            Finding(
                "submission.extension_too_late",
                f"{month.in_prose}已经封账，不能再延期。{_NOTHING}",
            )
        )
    return found


def _day(now: datetime) -> date:
    return now.astimezone(SHANGHAI).date()
