"""The auditor's tests stand on the little city with a little book."""

import pytest

from tests.services.little_city import LittleCity
from tests.services.supervision.audit.little_audit import LittleAudit, keep_book


@pytest.fixture
def audit(little: LittleCity) -> LittleAudit:
    return keep_book(little)
