"""The made city, made once for all tests of this folder."""

import tomllib
from typing import Any

import pytest
from demo.make_city.city import City, make
from demo.make_city.folder import files


@pytest.fixture(scope="session")
def made() -> City:
    return make()


@pytest.fixture(scope="session")
def folder(made: City) -> dict[str, bytes]:
    """Every file of the city by its path."""
    return files(made)


@pytest.fixture(scope="session")
def manifest(folder: dict[str, bytes]) -> list[dict[str, Any]]:
    """The files in the order of their arrival."""
    return list(tomllib.loads(folder["manifest.toml"].decode())["file"])


@pytest.fixture(scope="session")
def expected(folder: dict[str, bytes]) -> dict[str, Any]:
    return tomllib.loads(folder["expected.toml"].decode())
