"""Cities behind a screen, built once for a run: every test's writing is taken back."""

from collections.abc import Callable, Iterator
from dataclasses import asdict

import pytest
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from jiugai.services.accounts import signing_in
from jiugai.storage.accounts import queries
from jiugai.storage.server import APPLICATION_ROLE, Address
from jiugai.web import desk
from tests import demo_template, throwaway_server
from tests.officers import City, browser_of
from tests.services.little_city import LittleCity, WorkingCity

Sign = Callable[[str], Client]


@pytest.fixture(scope="session")
def demo_clone(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Address]:
    with django_db_blocker.unblock(), demo_template.clone() as own:
        yield own


@pytest.fixture
def demo(
    demo_clone: Address, django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Sign]:
    """Open browsers of the demo city's officers, as of 2020-11-03: ``demo("demo-zonghe")``."""
    with (
        django_db_blocker.unblock(),
        throwaway_server.connected_to(demo_clone, user=APPLICATION_ROLE),
        transaction.atomic(),
    ):
        monkeypatch.setenv("JIUGAI_AS_OF", "2020-11-03")
        yield _browser
        transaction.set_rollback(True)


@pytest.fixture
def working_city(
    little_city_built: tuple[Address, LittleCity], django_db_blocker: DjangoDbBlocker
) -> Iterator[City]:
    """Give the divisions of a little city that is built already; what the test writes is taken back."""
    address, found = little_city_built
    with (
        django_db_blocker.unblock(),
        throwaway_server.connected_to(address, user=APPLICATION_ROLE),
        transaction.atomic(),
    ):
        yield WorkingCity(**asdict(found.divisions), little=found)
        transaction.set_rollback(True)


def _browser(username: str) -> Client:
    (post, *_) = queries.posts_held(queries.user_id_of(username), day=desk.today())
    return browser_of(signing_in.actor_in(post, day=desk.today()))
