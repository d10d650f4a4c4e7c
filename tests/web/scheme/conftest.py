"""The little city behind the screens of schemes."""

from tests.services.conftest import little

__all__ = ["little"]
