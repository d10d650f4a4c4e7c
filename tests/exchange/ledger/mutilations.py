"""All spoilt ledgers, each with a name, made by script."""

from tests.exchange.ledger.spoilt_cells import spoilt_cells
from tests.exchange.ledger.spoilt_files import spoilt_files
from tests.exchange.ledger.spoilt_further import spoilt_further
from tests.exchange.ledger.spoilt_marks import spoilt_marks
from tests.exchange.ledger.spoilt_meaning import spoilt_meaning
from tests.exchange.ledger.spoilt_sheets import spoilt_sheets
from tests.exchange.ledger.spoilt_strange import spoilt_strange

MUTILATIONS = [
    *spoilt_further(),
    *spoilt_cells(),
    *spoilt_sheets(),
    *spoilt_marks(),
    *spoilt_files(),
    *spoilt_meaning(),
    *spoilt_strange(),
]
