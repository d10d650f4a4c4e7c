"""The commands' tests stand on the same little city as the services'."""

from tests.services.conftest import fresh_little, little

__all__ = ["fresh_little", "little"]
