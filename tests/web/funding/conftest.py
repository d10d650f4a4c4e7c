"""The little city behind the screens of funding."""

from tests.services.conftest import little

__all__ = ["little"]
