"""A migrated spine of the test's own, and its owner's connection."""

from collections.abc import Iterator

import psycopg
import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests import throwaway_server


@pytest.fixture
def spine(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[psycopg.Connection]:
    """Connect as the owner of an empty, migrated database; each statement is committed at once."""
    with (
        django_db_blocker.unblock(),
        throwaway_server.clone() as own,
        psycopg.connect(own.conninfo(), autocommit=True) as connection,
    ):
        yield connection
