"""Snapshots back into the analytic engine (快照装载): figures of a closed month from its files alone."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from jiugai.analytics.snapshot import read_manifest, read_rows
from jiugai.analytics.sync import ARROW
from jiugai.analytics.tables import TABLES

_FROM = {
    "entry": "entry",
    "filing": "filing",
    "line": "filing_line",
    "step": "step",
    "reading": "reading",
    "flow": "flow",
}


def engine_tables(folders: Sequence[Path]) -> tuple[dict[str, pa.Table], int]:
    """Return the engine's tables of one city, and the last stamp that they hold.

    :param folders: the city's snapshots from the first month on; verify them before.
    :raises Broken: if a file is missing or cannot be read.
    """
    tables = {name: _columns(_together(folders, source), name) for name, source in _FROM.items()}
    projects = _together(folders, "project").select(["id", "county_id"])
    sites = (
        _together(folders, "site")
        .select(["id", "project_id"])
        .rename_columns(["site_id", "project_id"])
    )
    counties = sites.join(projects, keys="project_id", right_keys="id", join_type="inner")
    tables["site"] = _columns(counties, "site")
    last = max((read_manifest(folder)[0].last_seq for folder in folders), default=0)
    return tables, last


def _together(folders: Sequence[Path], name: str) -> pa.Table:
    return pa.concat_tables(read_rows(folder, name) for folder in folders)


def _columns(rows: pa.Table, name: str) -> pa.Table:
    types = TABLES[name].columns
    schema = pa.schema([(column, ARROW[kind]) for column, kind in types.items()])
    return rows.select(list(types)).cast(schema)
