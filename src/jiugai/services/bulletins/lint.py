"""Check a bulletin that was edited outside (校对)."""

from jiugai.domain.bulletins.figures import SnapshotFigures
from jiugai.domain.bulletins.lint_report import LintReport
from jiugai.exchange.bulletin import lint as files


def lint_bulletin(
    content: bytes, *, figures: SnapshotFigures | None = None, beside: bytes | None = None
) -> LintReport:
    """Return what no longer agrees with the snapshot; only reads, and needs no database.

    :param figures: the snapshot's figures where the caller holds them; they are believed before
      what travels with the file.
    :param beside: the figures file that lay beside the bulletin.
    """
    return files.lint(content, figures, beside=beside)
