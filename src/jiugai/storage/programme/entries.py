"""Writes of lists, sites, plans, targets and steps (年度计划)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, connection, transaction

from jiugai.storage.audit.models import Act
from jiugai.storage.programme.models import (
    Entry,
    Filing,
    FilingLine,
    Project,
    Site,
    Step,
    Target,
    TaskList,
)
from jiugai.storage.registry.entries import public_id


class AlreadyCorrected(Exception):
    """The fact has been corrected before; a fact is corrected at most once."""


@dataclass(frozen=True, slots=True)
class SiteScope:
    """The scope of a site in a list: 户, 栋, dm², 分."""

    site_id: int
    households: int
    buildings: int
    area_dm2: int
    investment_fen: int


@dataclass(frozen=True, slots=True)
class NewStep:
    """A step to be entered; with ``replaces`` it corrects that fact and says why."""

    site_id: int
    step: int
    effective_on: date
    origin: str = ""
    replaces: int | None = None
    reason: str | None = None
    withdrawn: bool = False


def task_list(act: Act, *, year: int, authority: str, division_id: int) -> int:
    """Return the id of a task list, entering it if it is new."""
    made, _ = TaskList.objects.get_or_create(
        year=year, authority=authority, division_id=division_id, defaults={"act": act}
    )
    return made.pk


def project(act: Act, *, county_id: int, name: str, community_ids: Sequence[int]) -> list[int]:
    """Enter a project with its sites; return the sites' ids in the order of the communities."""
    made = Project.objects.create(act=act, county_id=county_id, name=name, public_id=public_id())
    sites = Site.objects.bulk_create(
        [Site(act=act, project=made, community_id=community) for community in community_ids]
    )
    return [site.pk for site in sites]


def entries(
    act: Act,
    *,
    list_id: int,
    scopes: Iterable[SiteScope],
    effective_on: date,
    is_in: bool = True,
    evidence_id: int | None = None,
    origin: str = "",
) -> None:
    """Enter that sites stand in a list with these scopes, or no longer do."""
    Entry.objects.bulk_create(
        [
            Entry(
                act=act,
                effective_on=effective_on,
                evidence_id=evidence_id,
                origin=origin,
                list_id=list_id,
                is_in=is_in,
                **{name: getattr(scope, name) for name in SiteScope.__slots__},
            )
            for scope in scopes
        ]
    )


def filing(
    act: Act,
    *,
    list_id: int,
    scopes: Iterable[SiteScope],
    effective_on: date,
    evidence_id: int | None = None,
) -> int:
    """Enter a plan as filed, with all its lines; return the filing's id."""
    made = Filing.objects.create(
        act=act, effective_on=effective_on, evidence_id=evidence_id, list_id=list_id
    )
    FilingLine.objects.bulk_create(
        [
            FilingLine(filing=made, **{name: getattr(scope, name) for name in SiteScope.__slots__})
            for scope in scopes
        ]
    )
    return made.pk


def steps(act: Act, steps: Iterable[NewStep], *, evidence_id: int | None = None) -> None:
    """Enter steps and corrections of steps.

    :raises AlreadyCorrected: if one of them corrects a fact that was corrected before.
    """
    try:
        with transaction.atomic():
            Step.objects.bulk_create(
                [
                    Step(
                        act=act,
                        effective_on=new.effective_on,
                        evidence_id=evidence_id,
                        origin=new.origin,
                        replaces_id=new.replaces,
                        reason=new.reason,
                        withdrawn=new.withdrawn,
                        site_id=new.site_id,
                        step=new.step,
                    )
                    for new in steps
                ]
            )
    except IntegrityError as error:
        if "replaced_once" in str(error):
            raise AlreadyCorrected("这条事实已经更正过，没有再写入。请刷新后看最新一条。") from None
        raise


def target(
    act: Act,
    *,
    division_id: int,
    year: int,
    indicator: str,
    value: int,
    due_on: date | None,
    strength: str,
    wording: str,
    effective_on: date,
    evidence_id: int | None = None,
) -> None:
    """Enter a headline figure from a paper."""
    Target.objects.create(
        act=act,
        effective_on=effective_on,
        evidence_id=evidence_id,
        division_id=division_id,
        year=year,
        indicator=indicator,
        value=value,
        due_on=due_on,
        strength=strength,
        wording=wording,
    )


def lock_programme(division_id: int) -> None:
    """Let one plan into a division's programme at a time, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(6114, %s)", [division_id % 2**31])


def lock_sites(site_ids: Iterable[int]) -> None:
    """Lock sites, in one order, before facts about them are read and written.

    Two returns on one site at once would else each decide without seeing the other. The lock is
    advisory because the application may not touch, and so may not lock, rows of the register.
    """
    with connection.cursor() as cursor:
        for site_id in sorted(set(site_ids)):
            cursor.execute("SELECT pg_advisory_xact_lock(6110, %s)", [site_id % 2**31])
