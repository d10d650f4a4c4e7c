"""What a reader of official texts gives (公文文本)."""

from dataclasses import dataclass

from jiugai.domain.findings import Finding, Place, Weight

MOST_CHARACTERS = 300_000
"""Ten times a paper of 40 pages; more is no one paper."""
ONLY_THE_PART = "请只提交要拆解的那一份或那一部分"


@dataclass(frozen=True, slots=True)
class OfficialText:
    """An official text as it was read from a file (公文文本).

    Attributes:
      text: one paragraph a line, or as its lines were broken; the cells of a row are parted by tabs.
        Empty if the file was refused.
      findings: why it was refused, or what could not be read of it.
    """

    document: str
    text: str = ""
    findings: tuple[Finding, ...] = ()


def remark(code: str, message: str, document: str) -> Finding:
    """Return what the sender should know though the file is read."""
    return Finding(code, message, Weight.WARNS, Place(document))
