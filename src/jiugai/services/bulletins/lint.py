"""Check a bulletin that was edited outside (校对)."""

from jiugai.domain.bulletins.figures import SnapshotFigures
from jiugai.domain.bulletins.lint_report import LintReport
from jiugai.exchange.bulletin import lint as files
from jiugai.exchange.bulletin.package_reading import MOST_BYTES
from jiugai.exchange.upload_limits import in_mib


def largest_file() -> tuple[int, str]:
    """Return how large a bulletin's file may be: in bytes, and as people say it."""
    return MOST_BYTES, in_mib(MOST_BYTES)


def lint_bulletin(
    content: bytes, *, figures: SnapshotFigures | None = None, beside: bytes | None = None
) -> LintReport:
    """Return what no longer agrees with the snapshot; only reads, and needs no database.

    :param figures: the snapshot's figures where the caller holds them; they are believed before
      what travels with the file.
    :param beside: the figures file that lay beside the bulletin.
    """
    return files.lint(content, figures, beside=beside)
