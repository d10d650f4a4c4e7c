"""The little city behind a screen, as of the last day of October 2020."""

from collections.abc import Callable
from datetime import date

import pytest
from django.http import HttpResponse

from jiugai.domain.programme.targets import Strength
from jiugai.services.actor import Actor
from jiugai.services.programme import targets
from tests.officers import browser_of
from tests.services.conftest import fresh_little, little
from tests.services.little_city import LittleCity

__all__ = ["fresh_little", "little"]

AS_OF = "2020-10-31"
Look = Callable[..., HttpResponse]


@pytest.fixture
def counted(little: LittleCity, monkeypatch: pytest.MonkeyPatch) -> LittleCity:
    monkeypatch.setenv("JIUGAI_AS_OF", AS_OF)
    return little


@pytest.fixture
def look(counted: LittleCity) -> Look:
    """Open a page as the city's clerk, or as another officer: ``look("/ranking/", counted.filer)``."""

    def opened(path: str, actor: Actor | None = None, **headers: str) -> HttpResponse:
        return browser_of(actor or counted.clerk).get(path, headers=headers)

    return opened


@pytest.fixture
def demanded(counted: LittleCity) -> LittleCity:
    """Let the city demand that all of 2020 start by the year's end."""
    targets.set_target(
        division_code="610900",
        year=2020,
        indicator="start",
        value=4,
        due_on=date(2020, 12, 31),
        strength=Strength.MUST,
        wording="年底前全部开工",
        effective_on=date(2020, 10, 1),
        actor=counted.clerk,
    )
    return counted
