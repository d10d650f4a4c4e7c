"""The little city behind schemes."""

from tests.services.conftest import little

__all__ = ["little"]
