"""Divisions: founding a city on the country's tree, and where its counties lie (区划)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from jiugai.domain.divisions import Level, Outline
from jiugai.exchange import division_files, map_layers
from jiugai.exchange.division_files import LISTED_SINCE, Change, DivisionsMissing, Node
from jiugai.storage.divisions import entries, queries
from jiugai.storage.divisions.queries import DivisionRow, NoSuchDivision
from jiugai.storage.unit_of_work import open_connection, unit_of_work

__all__ = [
    "DivisionsMissing",
    "NoSuchDivision",
    "add_local_units",
    "city",
    "county_outlines",
    "load_nation",
]


def city(code: str, *, day: date) -> DivisionRow:
    """Return a city by its code.

    :raises NoSuchDivision: if there is none, or the code is that of another level.
    """
    found = queries.by_code(code, day=day)
    if found.level is not Level.CITY:
        raise NoSuchDivision(code)
    return found


def load_nation(folder: Path) -> int:
    """Load the country's divisions, unless they are there; return how many were loaded.

    Needs the owner's role: two thirds of a million lines go in as one act.

    :raises DivisionsMissing: if the set-up has not fetched the package.
    """
    if queries.any_on_file():
        return 0
    changes = division_files.changes()
    begins: dict[str, date] = {}
    earlier: list[entries.Dated] = []

    def lines() -> Iterator[entries.Line]:
        for node in division_files.nation(folder):
            for change in changes:
                if node.code.startswith(change.after):
                    begins[node.code] = change.effective_on
                    earlier.append(_earlier(node, change))
            yield node.code, node.name, int(node.level), node.parent

    listed = list(lines())
    return entries.load_tree(
        open_connection(),
        lines=listed,
        listed_since=LISTED_SINCE,
        begins=begins,
        earlier=earlier,
    )


def _earlier(node: Node, change: Change) -> entries.Dated:
    """Return what a division of a renamed county, or one below it, bore before."""
    name = change.before_name if node.code == change.after else node.name
    return node.code, change.before + node.code[len(change.after) :], name, LISTED_SINCE


def add_local_units(city_code: str, *, day: date) -> int:
    """Enter the units of a city that bear no national code, unless they are there."""
    above = city(city_code, day=day)
    fresh = []
    for node, since in division_files.local_units(city_code):
        try:
            queries.by_code(node.code, day=day)
        except NoSuchDivision:
            fresh.append((node, since))
    if fresh:
        with unit_of_work(
            verb="divisions.add_local_units", user_id=0, post_id=0, subject=above.name
        ) as act:
            for node, since in fresh:
                entries.add_unit(
                    act,
                    code=node.code,
                    name=node.name,
                    level=int(Level.COUNTY),
                    parent_id=above.id,
                    since=since,
                )
    return len(fresh)


def county_outlines(city_code: str, *, called: Iterable[DivisionRow] = ()) -> tuple[Outline, ...]:
    """Return where a city's counties lie, none for a city whose outlines are not on file.

    Published geography, the same for every post: no power is asked for.

    :param called: the counties as they stood on a day, so that 610928 is called 旬阳县 in 2020
      whether or not the post may see its figures; whoever is not among them goes by today's list.
    """
    names = {county.code: county.name for county in called}

    def name_of(outline: Outline) -> str:
        codes = (outline.code, *outline.former_codes)
        return next((names[code] for code in codes if code in names), outline.name)

    return tuple(
        replace(outline, name=name_of(outline)) for outline in map_layers.county_outlines(city_code)
    )
