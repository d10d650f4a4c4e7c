"""The little city behind the screens of schemes."""

from tests.services.conftest import little, little_city_built

__all__ = ["little", "little_city_built"]
