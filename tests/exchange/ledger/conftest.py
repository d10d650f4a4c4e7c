"""Shared tools of the reader's tests."""

from collections.abc import Callable
from typing import Any

import pytest

from jiugai.domain.registry.ledger import LedgerReading
from jiugai.exchange.ledger.reader import read
from tests.exchange.ledger.workbench import YEAR


@pytest.fixture(scope="session")
def read_it() -> Callable[..., LedgerReading]:
    """Read bytes as the ledger of 2020."""

    def reading(content: bytes, **more: Any) -> LedgerReading:
        return read(content, **{"document": "台账.xlsx", "year": YEAR, **more})

    return reading
