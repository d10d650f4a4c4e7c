"""Writes of the baseline register (摸底台账): append a revision, never overwrite one."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from django.db import connection

from jiugai.storage.audit.models import Act
from jiugai.storage.bulk_insert import insert
from jiugai.storage.registry.models import (
    Building,
    BuildingVersion,
    ColumnProfile,
    Community,
    CommunityVersion,
    Entrance,
    EntranceVersion,
    ImportedFile,
    Pairing,
)

# No vowels and no look-alikes: a number read over the telephone spells nothing and stays itself.
_ALPHABET = "23456789BCDFGHJKLMNPQRSTVWXZ"
_LENGTH = 10
_FAIR = 256 - 256 % len(_ALPHABET)
_CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class CardValues:
    """What a new revision of a community's card says; sizes in 户, 栋, dm², 分."""

    county_id: int
    division_id: int
    name: str
    name_key: str
    street: str = ""
    neighborhood: str = ""
    address: str = ""
    built_year: int | None = None
    buildings: int | None = None
    entrances: int | None = None
    households: int | None = None
    area_dm2: int | None = None
    investment_fen: int | None = None
    structure: str = ""
    storeys: str = ""
    tenure: str = ""
    property_management: str = ""
    exclusion: str = ""


@dataclass(frozen=True, slots=True)
class Revision:
    """A revision to be entered: of a known community, or, without an id, of a new one."""

    values: CardValues
    origin: str
    community_id: int | None = None
    replaces: int | None = None
    reason: str | None = None


def public_id() -> str:
    """Return a random public number; it cannot be counted through."""
    number = ""
    while len(number) < _LENGTH:
        # A byte beyond the last whole alphabet would favour the first letters.
        fair = [byte % len(_ALPHABET) for byte in secrets.token_bytes(16) if byte < _FAIR]
        number += "".join([_ALPHABET[place] for place in fair])
    return number[:_LENGTH]


def lock_county(county_id: int) -> None:
    """Let one import into a county's register at a time, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(6111, %s)", [county_id % 2**31])


def lock_community(community_id: int) -> None:
    """Let one change of a community's buildings in at a time, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(6112, %s)", [community_id % 2**31])


def revisions(
    act: Act, revisions: Sequence[Revision], *, effective_on: date, evidence_id: int | None
) -> list[int]:
    """Enter revisions of communities, new ones with their identity; return the communities' ids."""
    newcomers = sum(revision.community_id is None for revision in revisions)
    numbers = [public_id() for _ in range(newcomers)]
    made = iter(insert(Community, {"act_id": act.pk, "public_id": numbers}, newcomers))
    where = [r.community_id if r.community_id is not None else next(made) for r in revisions]
    cards = [revision.values for revision in revisions]
    said = {name: list(map(attrgetter(name), cards)) for name in CardValues.__slots__}
    told = {
        name: list(map(attrgetter(name), revisions)) for name in ("replaces", "reason", "origin")
    }
    insert(
        CommunityVersion,
        {
            "act_id": act.pk,
            "effective_on": effective_on,
            "evidence_id": evidence_id,
            "community_id": where,
            "replaces_id": told.pop("replaces"),
            **told,
            **said,
        },
        len(revisions),
    )
    return where


def building(
    act: Act,
    *,
    community_id: int,
    effective_on: date,
    name: str,
    built_year: int | None,
    storeys: int | None,
    households: int | None,
    area_dm2: int | None,
    entrances: Sequence[str],
) -> int:
    """Enter a building with its entrances; return its id."""
    made = Building.objects.create(act=act, community_id=community_id)
    BuildingVersion.objects.create(
        act=act,
        effective_on=effective_on,
        building=made,
        name=name,
        built_year=built_year,
        storeys=storeys,
        households=households,
        area_dm2=area_dm2,
    )
    for entrance in entrances:
        EntranceVersion.objects.create(
            act=act,
            effective_on=effective_on,
            entrance=Entrance.objects.create(act=act, building=made),
            name=entrance,
        )
    return made.pk


@dataclass(frozen=True, slots=True)
class PairingValues:
    """What is said of two communities that look alike, and of which of their cards it is said.

    ``kept`` stands for both; without it they are two communities.
    """

    first: int
    first_version: int
    second: int
    second_version: int
    kept: int | None
    effective_on: date
    basis: str = ""
    replaces: int | None = None


def lock_pairings() -> None:
    """Let one decision on look-alikes in at a time, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(6118, 1)")


def pairings(act: Act, said: Sequence[PairingValues]) -> None:
    """Enter what a person said of communities that look alike."""
    Pairing.objects.bulk_create([_pairing(act, one) for one in said], batch_size=_CHUNK)


def _pairing(act: Act, said: PairingValues) -> Pairing:
    (low, low_version), (high, high_version) = sorted(
        ((said.first, said.first_version), (said.second, said.second_version))
    )
    is_later = said.replaces is not None
    return Pairing(
        act=act,
        effective_on=said.effective_on,
        replaces_id=said.replaces,
        reason=said.basis if is_later else None,
        basis="" if is_later else said.basis,
        low_id=low,
        high_id=high,
        low_version_id=low_version,
        high_version_id=high_version,
        same=said.kept is not None,
        kept_id=said.kept,
    )


def profile(act: Act, *, county_id: int, columns: dict[str, str], effective_on: date) -> None:
    """Enter how a county's headers are to be read from now on."""
    ColumnProfile.objects.bulk_create(
        [
            ColumnProfile(
                act=act,
                effective_on=effective_on,
                county_id=county_id,
                header=header,
                column=column,
            )
            for header, column in columns.items()
        ]
    )


def imported_file(
    act: Act,
    *,
    document_id: int,
    county_id: int | None,
    effective_on: date,
    accepted: int,
    refused: int,
    unchanged: int,
) -> None:
    """Enter that a file's rows were written."""
    ImportedFile.objects.create(
        act=act,
        document_id=document_id,
        county_id=county_id,
        effective_on=effective_on,
        accepted=accepted,
        refused=refused,
        unchanged=unchanged,
    )
