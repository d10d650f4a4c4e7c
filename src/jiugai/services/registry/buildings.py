"""Registering a community's buildings and entrances (登记楼栋、单元)."""

from datetime import date
from uuid import UUID

from jiugai.services.actor import Actor, Power, require
from jiugai.storage.registry import entries, queries
from jiugai.storage.registry.queries import NoSuchCommunity
from jiugai.storage.unit_of_work import AlreadyDone, unit_of_work

__all__ = ["AlreadyDone", "BuildingExists", "NoSuchCommunity", "add_building"]


class BuildingExists(Exception):
    """The community has a building of that name."""


def add_building(
    *,
    public_id: str,
    name: str,
    built_year: int | None,
    storeys: int | None,
    households: int | None,
    entrances: tuple[str, ...],
    actor: Actor,
    today: date,
    key: UUID | None = None,
) -> None:
    """Enter a building of a community, with its entrances.

    :raises NotAllowed: if the actor may not record facts.
    :raises NoSuchCommunity: if there is none in the actor's scope.
    :raises BuildingExists: if the community has a building of that name.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.RECORD_FACT)
    community_id = queries.community_id(public_id, scope=actor.scope)
    with unit_of_work(
        verb="registry.add_building",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"{public_id} {name}"[:128],
        key=key,
    ) as act:
        entries.lock_community(community_id)
        known = queries.buildings(community_id, last_seq=2**62, on_day=today)
        if any(row.name == name for row in known):
            raise BuildingExists(f"已有“{name}”，没有重复登记。")
        entries.building(
            act,
            community_id=community_id,
            effective_on=today,
            name=name,
            built_year=built_year,
            storeys=storeys,
            households=households,
            area_dm2=None,
            entrances=entrances,
        )
