"""Writing a closed month's bulletin (写通报): composed, edited by a clerk, checked, issued."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from jiugai.domain.bulletins.composition import compose, edited
from jiugai.domain.bulletins.document import Bulletin, Imprint, Template
from jiugai.domain.bulletins.figures import Kind, RankingHeard
from jiugai.domain.bulletins.heard import HeardState, check_said, heard, waits_for
from jiugai.domain.bulletins.lint_report import LintReport
from jiugai.domain.bulletins.source import from_source, to_source
from jiugai.domain.calendar import Month
from jiugai.domain.divisions import CITY_WIDE
from jiugai.domain.findings import Finding, blocking
from jiugai.exchange.bulletin.annex import write_annex
from jiugai.exchange.bulletin.document import write_docx, write_record
from jiugai.exchange.bulletin.lint import lint
from jiugai.exchange.digests import sm3
from jiugai.services.accounts import city_served
from jiugai.services.actor import Actor, PostKind, Power, require
from jiugai.services.bulletins.figures import snapshot_figures
from jiugai.services.facts import Horizon, remembered
from jiugai.services.reporting import closing
from jiugai.services.reporting.closing import CloseRow
from jiugai.services.supervision.hearings import ranked_anew_at, standing_of
from jiugai.storage.bulletins import entries, queries
from jiugai.storage.bulletins.queries import IssueRow
from jiugai.storage.unit_of_work import AlreadyDone, unit_of_work

__all__ = [
    "AlreadyDone",
    "AlreadyIssued",
    "MonthOpen",
    "NotHeard",
    "NotInOrder",
    "Paper",
    "annex",
    "check_file",
    "docx",
    "issue",
    "issues",
    "keep",
    "paper",
    "recompose",
    "record",
]

SHANGHAI = ZoneInfo("Asia/Shanghai")


class MonthOpen(LookupError):
    """The month is not closed, so there is no snapshot to write from."""


class NotInOrder(Exception):
    """The text says what the snapshot does not; it cannot be issued."""


class NotHeard(Exception):
    """The ranking is not released, and nobody said why the bulletin goes out without."""


class AlreadyIssued(Exception):
    """The bulletin has been issued; a correction is a new bulletin."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A bulletin on the desk (案头通报): what it says, what is doubtful, whether it is out.

    Attributes:
      told: how its ranking was heard, as the text says it; None where it is not released.
      waits_for: what of its ranking's hearing holds it back, in a sentence; empty if nothing does.
    """

    row: CloseRow
    bulletin: Bulletin
    source: str
    is_edited: bool
    findings: tuple[Finding, ...]
    issue: IssueRow | None
    told: RankingHeard | None = None
    waits_for: str = ""

    @property
    def heard(self) -> HeardState:
        """Return how it would stand with the ranking if the bulletin went out now."""
        if self.waits_for:
            return HeardState.WAIVED
        return HeardState.UNASKED if self.told is None else HeardState.RELEASED

    @property
    def is_in_order(self) -> bool:
        return not blocking(self.findings)


def issues(*, actor: Actor) -> tuple[IssueRow, ...]:
    """Return the bulletins issued, newest first.

    :raises NotAllowed: if the actor may not look at figures.
    """
    require(actor, Power.SEE)
    return queries.issues()


def paper(month: Month, template: Template, *, actor: Actor) -> Paper:
    """Return a month's bulletin as it stands: issued, edited, or as composed.

    :raises NotAllowed: if the actor may not write bulletins.
    :raises MonthOpen: if the month is not closed.
    """
    require(actor, Power.WRITE_BULLETIN)
    row = _close(month)
    out = queries.issue(row.id, template.value)
    hearing = standing_of(row)
    told = heard(hearing) if out is None or out.heard == HeardState.RELEASED.value else None
    composed = composed_bulletin(row, template, told)
    draft = queries.draft(row.id, template.value)
    kept = out.source if out else draft.source if draft else ""
    source = kept or to_source(composed)
    reading = from_source(source, composed.figures, row.on_day.year)
    bulletin = edited(composed, reading.paragraphs) if kept else composed
    return Paper(
        row=row,
        bulletin=bulletin,
        source=source,
        is_edited=bool(kept) and kept != to_source(composed),
        findings=(*reading.findings, *check_said(bulletin.body, told)),
        issue=out,
        told=told,
        waits_for=waits_for(hearing) if out is None and _ranks(composed) else "",
    )


def _ranks(bulletin: Bulletin) -> bool:
    return any(figure.kind is Kind.RANK for figure in bulletin.figures)


def _close(month: Month) -> CloseRow:
    row = closing.close_of(month)
    if row is None:
        raise MonthOpen(f"{month} 还没有封账，没有快照可用。请先封账，再写通报。")
    return row


def composed_bulletin(
    row: CloseRow, template: Template, told: RankingHeard | None = None
) -> Bulletin:
    """Return the bulletin that a close's figures compose: the same close, the same text.

    A ranking that was made anew and released takes the rest of the text with it: every figure
    counts the facts that the ranking counts.

    :param told: how its ranking was heard, if the bulletin says it.
    """
    city = city_served(day=row.on_day)
    asked = (ranked_anew_at(row) if told and told.anew else None) or closing.horizon_of(row)
    return _composed(asked, row, template, city.name if city else "全市", told)


@remembered
def _composed(
    asked: Horizon, row: CloseRow, template: Template, name: str, told: RankingHeard | None
) -> Bulletin:
    everyone = Actor(0, 0, "系统", PostKind.CITY_CLERK, CITY_WIDE)
    figures = snapshot_figures(row.month, asked, city_name=name, digest=row.digest, actor=everyone)
    figures = replace(
        figures,
        late_reporters=closing.late_reporters(row.month, closing.horizon_of(row)),
        trace_size=row.trace_size,
        trace_root=row.trace_root,
        heard=told,
    )
    return compose(figures, imprint_of(row, template, name))


def imprint_of(row: CloseRow, template: Template, city: str) -> Imprint:
    """Return what the office says of its own paper; the dates are those of the close.

    Taken from the close and never from the clock, so that a bulletin written again is the same.
    """
    issued_on = row.recorded_at.astimezone(SHANGHAI).date()
    short = city.removesuffix("市")
    office = f"{city}老旧小区改造工作领导小组办公室"
    common = Imprint(
        template=template,
        mark=f"{office}文件",
        issuer=office,
        issued_on=issued_on,
        addressees="各县（市、区）人民政府，市级有关园区管委会，市政府有关部门",
        copies=("市委办公室，市人大常委会办公室，市政府办公室，市政协办公室",),
        number=f"{short[:1]}旧改办〔{issued_on.year}〕{row.month.month}号",
    )
    if template is Template.SERIAL:
        return replace(
            common,
            mark=f"{short}旧改通报",
            number="",
            issue=row.month.month,
            held_on=row.on_day,
        )
    return common


def keep(month: Month, template: Template, source: str, *, actor: Actor, at: datetime) -> Paper:
    """Keep the clerk's text and return the paper with what is doubtful in it.

    :raises NotAllowed: if the actor may not write bulletins.
    :raises MonthOpen: if the month is not closed.
    :raises AlreadyIssued: if the bulletin is out.
    """
    require(actor, Power.WRITE_BULLETIN)
    row = _close(month)
    _refuse_if_out(row, template)
    entries.keep_draft(
        close_id=row.id,
        template=template.value,
        source=source,
        user_id=actor.user_id,
        at=at,
    )
    return paper(month, template, actor=actor)


def recompose(month: Month, template: Template, *, actor: Actor) -> None:
    """Throw the clerk's text away, so that the composed one stands again.

    :raises NotAllowed: if the actor may not write bulletins.
    :raises MonthOpen: if the month is not closed.
    :raises AlreadyIssued: if the bulletin is out.
    """
    require(actor, Power.WRITE_BULLETIN)
    row = _close(month)
    _refuse_if_out(row, template)
    entries.drop_draft(close_id=row.id, template=template.value)


def _refuse_if_out(row: CloseRow, template: Template) -> None:
    if queries.issue(row.id, template.value):
        raise AlreadyIssued(f"{row.month} 的通报已经发出，不能再改。更正请另发一期。")


def docx(found: Paper) -> bytes:
    """Return a paper as .docx; the same paper gives the same bytes."""
    return write_docx(found.bulletin)


def annex(found: Paper) -> bytes:
    """Return a paper's annex as .xlsx; the same paper gives the same bytes."""
    return write_annex(found.bulletin)


def record(found: Paper) -> bytes:
    """Return the figures file that lies beside a paper, by which an edited copy is checked."""
    return write_record(found.bulletin)


def check_file(month: Month, template: Template, content: bytes, *, actor: Actor) -> LintReport:
    """Check a .docx that was edited outside against the month's own figures.

    :raises NotAllowed: if the actor may not write bulletins.
    :raises MonthOpen: if the month is not closed.
    """
    found = paper(month, template, actor=actor)
    return lint(content, None, beside=record(found))


def issue(
    month: Month,
    template: Template,
    *,
    issued_on: date,
    actor: Actor,
    unheard_because: str = "",
    key: UUID | None = None,
) -> IssueRow:
    """Issue a bulletin: its text and the digest of its file are kept for good.

    :param unheard_because: why it goes out before its ranking is released; the decision stands
      with whoever issues.
    :raises NotAllowed: if the actor may not issue bulletins.
    :raises MonthOpen: if the month is not closed.
    :raises NotInOrder: if something in the text does not agree with the snapshot.
    :raises NotHeard: if its ranking is not released, and no reason is given.
    :raises AlreadyIssued: if it is out already.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.ISSUE_BULLETIN)
    found = paper(month, template, actor=actor)
    _refuse_if_out(found.row, template)
    if not found.is_in_order:
        raise NotInOrder("正文里还有与快照不符或没有出处的数，改完才能发出。没有发出。")
    why = _reason_unheard(found, unheard_because)
    with unit_of_work(
        verb="bulletins.issue",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"{month} {template.value}",
        key=key,
    ) as act:
        entries.issue(
            act,
            close_id=found.row.id,
            template=template.value,
            year=found.row.month.year,
            number=found.row.month.month,
            issued_on=issued_on,
            source=found.source,
            sm3=sm3(docx(found)),
            heard=found.heard.value,
            waived_because=why,
        )
    row = queries.issue(found.row.id, template.value)
    assert row is not None
    return row


def _reason_unheard(found: Paper, because: str) -> str:
    """Return why a bulletin goes out before its ranking is released; empty once it is."""
    if not found.waits_for:
        return ""
    if not because.strip():
        raise NotHeard(f"{found.waits_for}。没有发出。确需先发的，请写明不经公示签发的理由。")
    return because.strip()
