"""Reading a file without a database (只读取核对): what any office can do with one workbook."""

from collections.abc import Sequence
from pathlib import Path

from jiugai.domain.registry.ledger import LedgerReading, LedgerRow
from jiugai.exchange import division_files
from jiugai.exchange import returned_workbook as workbooks
from jiugai.exchange.reading_process import read_ledger
from jiugai.exchange.upload_limits import in_mib, upload_limits

__all__ = ["county_name", "largest_file", "read", "returned_workbook"]


def county_name(code: str, divisions: Path) -> str:
    """Return what a county is called, or nothing if the listing at hand does not have its code."""
    return division_files.county_name(code, divisions)


def read(content: bytes, *, document: str, year: int, county: str = "") -> LedgerReading:
    """Read a ledger in a child process; a file that cannot be read gives one finding."""
    return read_ledger(content, document=document, year=year, county=county)


def largest_file() -> tuple[int, str]:
    """Return how large a file may be: in bytes, and as people say it."""
    most = upload_limits().file_bytes
    return most, in_mib(most)


def returned_workbook(
    content: bytes, reading: LedgerReading, refused: Sequence[LedgerRow]
) -> bytes:
    """Return the same workbook with a comment in each bad cell, and nothing else touched."""
    return workbooks.write(content, reading, refused)
