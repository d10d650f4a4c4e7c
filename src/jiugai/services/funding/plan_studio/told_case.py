"""The demo city's plan case (演示比选方案): opened, set and computed as the office would."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from jiugai.domain.funding.sources import Source
from jiugai.domain.programme.choice.case import CaseBudget
from jiugai.domain.quantities import FEN_PER_WAN_YUAN
from jiugai.services.actor import Actor
from jiugai.services.facts import horizon
from jiugai.services.funding.plan_studio.cases import CaseDone, compute, first_inputs, open_case
from jiugai.services.funding.plan_studio.running import solve_run
from jiugai.storage.audit.stamping import told_at


class ToldCaseWrong(Exception):
    """The story tells of a case that the studio refuses; nothing is loaded."""


def tell_case(file: Path, *, city_id: int, actor: Actor, at: datetime) -> None:
    """Open the story's case, set it, and compute it once.

    :raises ToldCaseWrong: if the studio refuses it.
    """
    told = tomllib.loads(file.read_text("utf-8"))
    with told_at(at):
        opened = _done(
            open_case(
                told["title"], year=told["year"], years=told["years"], city_id=city_id, actor=actor
            )
        )
        inputs = replace(
            first_inputs(told["year"]),
            budgets=tuple(_budget(one) for one in told["budget"]),
            floor_percent=told["floor_percent"],
            seconds=told["seconds"],
        )
        asked = horizon(at.date())
        run = _done(compute(opened.number, inputs, asked, actor=actor, at=at, defer=False))
        solve_run(int(run.number), actor_of=lambda *_: actor)


def _done(done: CaseDone) -> CaseDone:
    if not done.entered:
        raise ToldCaseWrong("；".join(str(finding) for finding in done.findings))
    return done


def _budget(told: Mapping[str, Any]) -> CaseBudget:
    source = Source[told["source"].upper()]
    return CaseBudget(int(source), None, told["wan_yuan"] * FEN_PER_WAN_YUAN)
