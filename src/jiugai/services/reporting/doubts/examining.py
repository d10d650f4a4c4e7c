"""Asks the checks about a month of returns and keeps what they say (核验月报)."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from jiugai.domain.calendar import Month
from jiugai.domain.findings import Finding
from jiugai.domain.reporting.checks.examination import Flag, Thresholds, examine_returns
from jiugai.domain.reporting.doubts.answers import doubt_standing, lets_pass
from jiugai.exchange.check_limits import check_limits
from jiugai.exchange.digests import sm3
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import Horizon, horizon
from jiugai.services.reporting.doubts.project_months import AskWitness, city_months, nobody
from jiugai.storage.reporting import doubts
from jiugai.storage.reporting.doubts import NewDoubt
from jiugai.storage.unit_of_work import AlreadyDone, OpenAct, unit_of_work

__all__ = ["AlreadyDone", "Examined", "examine", "findings_of", "keep", "look"]

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Examined:
    """What the checks said of one county's month (核验结果).

    Attributes:
      passed, not_applicable: how many times a check of any kind passed, or could not be asked, of
        all projects of the city together.
    """

    county_id: int
    month: Month
    last_seq: int
    found: tuple[NewDoubt, ...]
    passed: int
    not_applicable: int


def look(
    asked: Horizon,
    county_ids: Collection[int],
    *,
    today: date,
    telling: Collection[int] = (),
    ask: AskWitness = nobody,
) -> tuple[Examined, ...]:
    """Ask every check about some counties' month as their facts stand; nothing is written.

    :param asked: its day lies in the month asked about, whose facts count to the month's end.
    :param telling: those of the counties that are sending their return just now.
    :param ask: asks what others than the counties saw: photos, complaints.
    """
    month = Month.of(asked.as_of)
    series = city_months(asked, telling=telling, ask=ask)
    examination = examine_returns(series, Thresholds(check_limits()), months={month})
    passed = sum(examination.passed.values())
    not_applicable = sum(sum(each.values()) for each in examination.not_applicable.values())
    return tuple(
        Examined(
            county_id,
            month,
            asked.last_seq,
            tuple(
                _doubt(flag, county_id, today)
                for flag in examination.flags
                if flag.county == str(county_id)
            ),
            passed,
            not_applicable,
        )
        for county_id in county_ids
    )


def keep(act: OpenAct, examined: Iterable[Examined]) -> None:
    """Enter what the checks said, in the act under way; a doubt on file is not entered again."""
    for one in examined:
        ids = doubts.enter_doubts(act, one.found)
        doubts.enter_examination(
            act,
            county_id=one.county_id,
            month=one.month,
            last_seq=one.last_seq,
            standing=ids.values(),
            passed=one.passed,
            not_applicable=one.not_applicable,
        )


def examine(
    month: Month,
    county_ids: Collection[int],
    *,
    actor: Actor,
    now: datetime,
    key: UUID | None = None,
    ask: AskWitness = nobody,
) -> tuple[Examined, ...]:
    """Examine some counties' month on demand, and keep what came of it.

    :param county_ids: those outside the actor's scope are passed over.
    :param ask: asks what others than the counties saw: photos, complaints.
    :raises NotAllowed: if the actor neither sends nor accepts returns.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.SEE)
    if Power.SUBMIT_RETURN not in actor.powers:
        require(actor, Power.ACCEPT_RETURN)
    mine = [county_id for county_id in county_ids if actor.scope.covers(county_id)]
    today = now.astimezone(SHANGHAI).date()
    found = look(horizon(month.last_day), mine, today=today, ask=ask)
    with unit_of_work(
        verb="reporting.examine_returns",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"{month} 月报核验，{len(mine)}个县区",
        key=key,
    ) as act:
        keep(act, found)
    return found


def findings_of(examined: Examined) -> tuple[Finding, ...]:
    """Return what holds a return back: the impossible that nobody has answered for."""
    refused = [doubt for doubt in examined.found if doubt.answer.value == "refuse"]
    if not refused:
        return ()
    known = {
        row.digest: doubt_standing(row.done)
        for row in doubts.doubts(month=examined.month, county_ids=[examined.county_id])
    }
    return tuple(
        Finding(
            "submission.doubt",
            f"核验查出自相矛盾：{doubt.message}。请更正事实后再报送；确有依据的，"
            "到下面的疑点里写明理由（有文件为据，或现场已发生、佐证在途），就可以报送。没有报送。",
        )
        for doubt in refused
        if doubt.digest not in known or not lets_pass(doubt.answer, known[doubt.digest])
    )


def _doubt(flag: Flag, county_id: int, today: date) -> NewDoubt:
    numbers = {
        name: str(value) if isinstance(value, Decimal) else value
        for name, value in flag.verdict.numbers.items()
    }
    told = [flag.check.code, flag.check.version, flag.county, flag.project, str(flag.month)]
    text = json.dumps([*told, flag.verdict.message, numbers], ensure_ascii=False, sort_keys=True)
    return NewDoubt(
        county_id=county_id,
        month=flag.month,
        project_id=int(flag.project) if flag.project else None,
        check=flag.check.code,
        version=flag.check.version,
        answer=flag.answer,
        message=flag.verdict.message,
        formula=flag.check.formula,
        numbers=numbers,
        on=today,
        digest=sm3(text.encode()),
    )
