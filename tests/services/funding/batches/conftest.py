"""The little city behind batches."""

from tests.services.conftest import fresh_little, little, little_city_built

__all__ = ["fresh_little", "little", "little_city_built"]
