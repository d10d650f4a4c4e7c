"""The little city behind the screens of funding."""

from tests.services.conftest import little, little_city_built

__all__ = ["little", "little_city_built"]
