"""The little city behind batches."""

from tests.services.conftest import fresh_little, little

__all__ = ["fresh_little", "little"]
