"""What every test may ask for: a database, a city, officers and their browsers.

Ask for ``database`` (or any fixture below that stands on it): a database that is rolled back
after the test. Ask for ``fresh_database`` as well when the test must commit, run threads or
start programs: a database of its own, dropped after the test. History cannot be truncated, so
pytest-django's ``transactional_db`` is the same as ``fresh_database``.
"""

import os
import subprocess
from collections.abc import Callable, Iterator

import psycopg
import pytest
from django.test import Client
from hypothesis import settings
from pytest_django.plugin import DjangoDbBlocker

from jiugai.services.actor import Actor, PostKind
from jiugai.storage import reach
from jiugai.storage.server import APPLICATION_ROLE, Address
from tests import throwaway_server
from tests.officers import City, appoint, browser_of, found_city
from tests.services.little_city import LittleCity, build

LONGEST_FIRST = (
    "tests/web/test_every_look.py",
    "tests/console/test_outside_server.py",
    "tests/console/test_commands.py",
    "tests/journeys/",
    "tests/demo/",
    "tests/web/",
)
"""What takes long is begun first, so that no process sits idle while another ends its last file."""
GUARD = pytest.StashKey[subprocess.Popen[bytes]]()


def pytest_configure(config: pytest.Config) -> None:
    # How fast a machine is says nothing about the code.
    settings.register_profile("house", deadline=None)
    settings.load_profile("house")
    # Tests set up and look as the console does; what an officer's browser asks is held to his reach.
    reach.stand_city_wide()
    if hasattr(config, "workerinput"):
        throwaway_server.own_folder()
    else:
        config.stash[GUARD] = throwaway_server.open_run()


def pytest_unconfigure(config: pytest.Config) -> None:
    if GUARD in config.stash:
        throwaway_server.close_run(config.stash[GUARD])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker and (marker.args or marker.kwargs.get("transaction")):
            raise pytest.UsageError(
                f"{item.nodeid}: history cannot be truncated; ask for the fixture fresh_database"
            )
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    starts = (n for n, start in enumerate(LONGEST_FIRST) if item.nodeid.startswith(start))
    return next(starts, len(LONGEST_FIRST))


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Connect this process, as the application, to its own clone of the migrated template."""
    with (
        django_db_blocker.unblock(),
        throwaway_server.clone() as own,
        throwaway_server.connected_to(own, user=APPLICATION_ROLE),
        django_db_blocker.block(),
    ):
        yield


@pytest.fixture
def fresh_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Address]:
    """Connect to a database of the test's own, in which it may commit (about 0.1 s)."""
    with (
        django_db_blocker.unblock(),
        throwaway_server.clone() as own,
        throwaway_server.connected_to(own, user=APPLICATION_ROLE),
    ):
        yield own


@pytest.fixture
def transactional_db(fresh_database: Address) -> None:
    """Stand in for pytest-django's: its truncation would be refused."""


@pytest.fixture
def database(request: pytest.FixtureRequest) -> None:
    """Give the test a database: rolled back, or its own if it asks for ``fresh_database``."""
    fresh = {"fresh_database", "transactional_db"} & set(request.fixturenames)
    request.getfixturevalue("fresh_database" if fresh else "db")


@pytest.fixture
def owner(database: None, request: pytest.FixtureRequest) -> Iterator[psycopg.Connection]:
    """Connect as the database's owner, each statement committed at once.

    It does not see what a rolled-back test has written: ask for ``fresh_database`` beside it.
    """
    address = Address(
        host=os.environ["JIUGAI_DB_HOST"],
        port=os.environ["JIUGAI_DB_PORT"],
        name=os.environ["JIUGAI_DB_NAME"],
        user=os.environ["JIUGAI_DB_OWNER"],
    )
    with psycopg.connect(address.conninfo(), autocommit=True) as connection:
        yield connection


@pytest.fixture
def city(database: None) -> City:
    """安康市 with 汉滨区, 石泉县 (城关镇, 北街社区), 旬阳县 (旬阳市 from 2021-01-20) and 高新区."""
    return found_city()


@pytest.fixture(scope="session")
def little_city_built(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[Address, LittleCity]]:
    """Build the little city, once for a process."""
    with django_db_blocker.unblock(), throwaway_server.clone() as own:
        with throwaway_server.connected_to(own, user=APPLICATION_ROLE):
            found = build()
        yield own, found


@pytest.fixture
def clerk(city: City) -> Actor:
    return appoint(city, "clerk", PostKind.CITY_CLERK, "安康市改造办", city.ankang)


@pytest.fixture
def head(city: City) -> Actor:
    return appoint(city, "head", PostKind.CITY_HEAD, "安康市改造办", city.ankang)


@pytest.fixture
def filer(city: City) -> Actor:
    """The filer of 石泉县."""
    return appoint(city, "filer", PostKind.COUNTY_FILER, "石泉县住建局", city.shiquan)


@pytest.fixture
def sibling_filer(city: City) -> Actor:
    """The filer of 汉滨区."""
    return appoint(city, "sibling_filer", PostKind.COUNTY_FILER, "汉滨区住建局", city.hanbin)


@pytest.fixture
def reviewer(city: City) -> Actor:
    """The reviewer of 石泉县."""
    return appoint(city, "reviewer", PostKind.COUNTY_REVIEWER, "石泉县住建局", city.shiquan)


@pytest.fixture
def auditor(city: City) -> Actor:
    return appoint(city, "auditor", PostKind.AUDITOR, "安康市审计局", city.ankang)


@pytest.fixture
def administrator(city: City) -> Actor:
    return appoint(city, "administrator", PostKind.ADMINISTRATOR, "安康市信息中心", city.ankang)


@pytest.fixture
def sign_in(database: None) -> Callable[[Actor], Client]:
    """Open a browser in which an officer has signed in: ``sign_in(clerk).get("/")``."""
    return browser_of


@pytest.fixture
def clerk_client(clerk: Actor) -> Client:
    return browser_of(clerk)


@pytest.fixture
def filer_client(filer: Actor) -> Client:
    return browser_of(filer)


@pytest.fixture
def head_client(head: Actor) -> Client:
    return browser_of(head)


@pytest.fixture
def auditor_client(auditor: Actor) -> Client:
    return browser_of(auditor)


@pytest.fixture
def administrator_client(administrator: Actor) -> Client:
    return browser_of(administrator)
