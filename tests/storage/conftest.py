"""The little city, for tests of the tables beneath it."""

from tests.services.conftest import fresh_little, little

__all__ = ["fresh_little", "little"]
