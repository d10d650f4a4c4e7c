"""The little city as a database to roll back, or to copy and commit in."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from jiugai.storage.server import APPLICATION_ROLE, Address
from tests import throwaway_server
from tests.services.little_city import LittleCity


@pytest.fixture
def little(
    little_city_built: tuple[Address, LittleCity], django_db_blocker: DjangoDbBlocker
) -> Iterator[LittleCity]:
    """Give the little city, and take back whatever the test writes."""
    address, found = little_city_built
    with (
        django_db_blocker.unblock(),
        throwaway_server.connected_to(address, user=APPLICATION_ROLE),
        transaction.atomic(),
    ):
        yield found
        transaction.set_rollback(True)


@pytest.fixture
def fresh_little(
    little_city_built: tuple[Address, LittleCity], django_db_blocker: DjangoDbBlocker
) -> Iterator[LittleCity]:
    """Give a copy of the little city in which the test may commit and run threads."""
    address, found = little_city_built
    copy = throwaway_server.clone(of=address)
    with (
        django_db_blocker.unblock(),
        copy as own,
        throwaway_server.connected_to(own, user=APPLICATION_ROLE),
    ):
        yield replace(found)
