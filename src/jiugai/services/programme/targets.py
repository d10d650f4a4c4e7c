"""Entering headline figures from a paper (目标任务)."""

import tomllib
from datetime import date, datetime
from pathlib import Path

from jiugai.domain.programme.targets import Strength
from jiugai.exchange.digests import sm3
from jiugai.services.actor import Actor, Power, require
from jiugai.storage.audit import entries as audit
from jiugai.storage.divisions import queries as divisions
from jiugai.storage.programme import entries
from jiugai.storage.unit_of_work import unit_of_work

__all__ = ["load", "set_target"]


def set_target(
    *,
    division_code: str,
    year: int,
    indicator: str,
    value: int,
    due_on: date | None,
    strength: Strength,
    wording: str,
    effective_on: date,
    actor: Actor,
) -> None:
    """Enter one headline figure; a later one of the same kind follows it.

    :param due_on: None if the paper gives no deadline; none is made up.
    :raises NotAllowed: if the actor may not manage the programme.
    :raises NoSuchDivision: if the code names nothing.
    """
    require(actor, Power.MANAGE_PROGRAMME)
    division = divisions.by_code(division_code, day=effective_on)
    with unit_of_work(
        verb="programme.set_target",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"{division.name} {year} {indicator}"[:128],
    ) as act:
        entries.target(
            act,
            division_id=division.id,
            year=year,
            indicator=indicator,
            value=value,
            due_on=due_on,
            strength=strength.value,
            wording=wording,
            effective_on=effective_on,
        )


def load(path: Path, *, actor: Actor, at: datetime) -> int:
    """Enter the headline figures that a TOML file lists, with the file as their evidence.

    :raises NotAllowed: if the actor may not manage the programme.
    """
    require(actor, Power.MANAGE_PROGRAMME)
    content = path.read_bytes()
    listed = tomllib.loads(content.decode("utf-8"))
    with unit_of_work(
        verb="programme.load_targets",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=path.name,
    ) as act:
        evidence_id, _ = audit.evidence(
            act, sm3=sm3(content), size=len(content), kind="target", name=listed["source"][:255]
        )
        for entry in listed["target"]:
            entries.target(
                act,
                division_id=divisions.by_code(entry["division"], day=at.date()).id,
                year=entry["year"],
                indicator=entry["indicator"],
                value=entry["value"],
                due_on=entry.get("due_on"),
                strength=Strength(entry["strength"]).value,
                wording=entry["wording"],
                effective_on=entry["effective_on"],
                evidence_id=evidence_id,
            )
    return len(listed["target"])
