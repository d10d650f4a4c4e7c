"""Closing a month (封账): everything up to one stamp, kept for good, and its figures counted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from jiugai.analytics import snapshot
from jiugai.domain.calendar import Month
from jiugai.domain.findings import Finding, Weight
from jiugai.domain.programme.plans import Authority
from jiugai.domain.reporting.indicators import figures
from jiugai.exchange.digests import sm3
from jiugai.services.actor import Actor, Power, require
from jiugai.services.audit import sealing
from jiugai.services.facts import Horizon, horizon, horizon_at
from jiugai.services.reporting.board import board
from jiugai.services.reporting.measures import counted, measures_on
from jiugai.storage.accounts import queries as accounts
from jiugai.storage.divisions import queries as divisions
from jiugai.storage.programme import queries as programme
from jiugai.storage.registry import queries as registry
from jiugai.storage.reporting import entries, queries, submissions
from jiugai.storage.reporting.queries import CloseRow
from jiugai.storage.unit_of_work import open_connection, unit_of_work

__all__ = [
    "CloseRow",
    "Closed",
    "MonthNotOver",
    "NothingToReport",
    "OutOfOrder",
    "checks",
    "close",
    "close_of",
    "closes",
    "horizon_of",
    "late_reporters",
    "verify",
]

SHANGHAI = ZoneInfo("Asia/Shanghai")


class MonthNotOver(Exception):
    """The month has not ended: what is still to happen cannot be closed."""


class NothingToReport(Exception):
    """There is no task list, so no figure."""


class OutOfOrder(Exception):
    """A later month is closed already; the chain of snapshots has no gaps to fill."""


@dataclass(frozen=True, slots=True)
class Closed:
    """A month as it was closed, now or before (封账结果)."""

    row: CloseRow
    is_new: bool
    findings: tuple[Finding, ...]


def closes(*, actor: Actor) -> tuple[CloseRow, ...]:
    """Return the closed months, oldest first.

    :raises NotAllowed: if the actor may not look at figures.
    """
    require(actor, Power.SEE)
    return queries.closes()


def close_of(month: Month) -> CloseRow | None:
    """Return a month as it was closed, or None while it is open."""
    return queries.close_of(month)


def horizon_of(row: CloseRow) -> Horizon:
    """Return the horizon at which a month was closed: it never moves."""
    return horizon_at(row.on_day, row.last_seq)


def checks(month: Month) -> tuple[Finding, ...]:
    """Return what should be looked at before a month is closed; nothing of it stops the closing."""
    asked = horizon(month.last_day)
    city = board(asked)
    findings = [
        Finding(
            "close.no_return",
            f"{county}没有报 {month} 的月报；封账照现有事实计算，通报会列为未报。",
            Weight.WARNS,
        )
        for county in late_reporters(month, asked)
    ]
    for row in city.lists.values():
        planned = any(row.id in site.filed for site in city.sites.values())
        if row.authority == Authority.PROVINCIAL.value and not planned:
            findings.append(
                Finding(
                    "close.no_plan",
                    f"{row.year} 年批次还没有上报计划，各项率没有分母，通报写“未定”。",
                    Weight.WARNS,
                )
            )
    return tuple(findings)


def late_reporters(month: Month, asked: Horizon) -> tuple[str, ...]:
    """Return the counties that owed a return for a month and had filed none by a stamp."""
    city = board(asked)
    filed = registry.counties_filed(
        "return", since=month.first_day, until=month.last_day, last_seq=asked.last_seq
    )
    owing = {site.site.county_id for site in city.sites.values() if site.filed} - filed
    return tuple(
        city.county_name(county)
        for county in sorted(owing, key=lambda id_: city.counties[id_].code)
    )


def close(
    month: Month,
    *,
    actor: Actor,
    at: datetime,
    snapshots: Path,
    progress: Callable[[str], None] = lambda _: None,
) -> Closed:
    """Close a month, or return it as it was closed before.

    The last stamp is taken under the stamp's own lock, so that nothing in flight can slip in;
    the snapshot is on the disk before the close is entered.

    :param snapshots: the folder of snapshots.
    :raises NotAllowed: if the actor may not close months.
    :raises MonthNotOver: if the month has not ended by ``at``.
    :raises OutOfOrder: if a later month is closed already.
    :raises NothingToReport: if there is no task list.
    """
    require(actor, Power.CLOSE_MONTH)
    known = queries.close_of(month)
    if known:
        return Closed(known, False, ())
    if month.last_day >= at.astimezone(SHANGHAI).date():
        raise MonthNotOver(f"{month} 还没有过完，不能封账。没有改动任何数据。")
    if not programme.lists(last_seq=horizon(month.last_day).last_seq):
        raise NothingToReport("库里还没有任务清单，没有可封的数。请先导入计划。没有改动任何数据。")
    progress("检查")
    findings = checks(month)
    progress("封存留痕")
    sealing.seal_all()  # most of it, before anybody has to wait for the lock
    try:
        _close(month, actor, snapshots, progress)
    except _ClosedMeanwhile as meanwhile:
        return Closed(meanwhile.row, False, ())
    row = queries.close_of(month)
    assert row is not None
    return Closed(row, True, findings)


class _ClosedMeanwhile(Exception):
    """Somebody else closed the month while we waited for the lock; our own act is dropped."""

    def __init__(self, row: CloseRow) -> None:
        super().__init__(str(row.month))
        self.row = row


def _close(month: Month, actor: Actor, snapshots: Path, progress: Callable[[str], None]) -> None:
    with unit_of_work(
        verb="reporting.close_month",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=str(month),
    ) as act:
        submissions.shut(month)
        last_seq = entries.last_stamp_with_none_in_flight()
        before = _closed_before(month)
        trace_size, trace_root = sealing.seal_for(act)
        progress("写快照")
        delta = snapshot.Delta(
            city=_city_code(month),
            month=month,
            first_seq=before[-1].last_seq + 1 if before else 1,
            last_seq=last_seq,
            previous=before[-1].digest if before else "",
            trace_size=trace_size,
            trace_root=trace_root.hex(),
        )
        digest = snapshot.write(open_connection(), snapshots, delta, sm3=sm3)
        progress("计算指标")
        close_id = entries.close(
            act,
            month=month,
            on_day=month.last_day,
            last_seq=last_seq,
            previous_id=before[-1].id if before else None,
            digest=bytes.fromhex(digest),
        )
        asked = horizon_at(month.last_day, last_seq)
        entries.figures(close_id, figures(counted(asked), measures_on(asked).values()))


def _closed_before(month: Month) -> tuple[CloseRow, ...]:
    """Return the closed months, none of which may be this one or a later one."""
    before = queries.closes()
    for row in before:
        if row.month == month:
            raise _ClosedMeanwhile(row)
    if before and before[-1].month > month:
        raise OutOfOrder(
            f"已封到 {before[-1].month}，不能再封 {month}。更正请照常录入，重算的数另外显示。"
        )
    return before


def _city_code(month: Month) -> str:
    last_seq = horizon(month.last_day).last_seq
    city_id = accounts.city_id() or programme.lists(last_seq=last_seq)[0].division_id
    return divisions.by_id(city_id, day=month.last_day).code


def verify(row: CloseRow, *, snapshots: Path) -> str:
    """Recompute a closed month's digest from its files; return an empty text if it agrees.

    :returns: one sentence saying what does not agree, or nothing.
    """
    folder = snapshot.folder_of(snapshots, _city_code(row.month), row.month)
    try:
        found = snapshot.verify(folder, sm3=sm3)
    except snapshot.Broken as broken:
        return str(broken)
    if found != row.digest:
        return f"{row.month} 的快照摘要与封账时不符，文件被换过。"
    return ""
