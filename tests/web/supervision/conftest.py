"""The little city behind the screens of supervision, as of 2020-11-03."""

import pytest

from tests.services.conftest import fresh_little, little
from tests.services.little_city import LittleCity

__all__ = ["fresh_little", "little"]


@pytest.fixture
def today(little: LittleCity, monkeypatch: pytest.MonkeyPatch) -> LittleCity:
    monkeypatch.setenv("JIUGAI_AS_OF", "2020-11-03")
    return little
