"""The audit's tests stand on the same little city as the other services'."""

from tests.services.conftest import fresh_little

__all__ = ["fresh_little"]
