"""What the lint of a bulletin says (校对结果): findings in sentences, and the counts behind them."""

from dataclasses import dataclass
from enum import Enum

from jiugai.domain.bulletins.document import Place, SnapshotId
from jiugai.domain.bulletins.figures import BoundFigure
from jiugai.domain.bulletins.record import ReadLine
from jiugai.domain.findings import Weight

EXCERPT = 40


class Verdict(Enum):
    """What is the matter with a number, name or day of an edited bulletin (校对类别)."""

    DISAGREES = "与快照不符"
    NO_SOURCE = "没有出处"
    MEASURE_UNNAMED = "口径未写明"
    AGREES = "一致"


@dataclass(frozen=True, slots=True)
class LintFinding:
    """One number, name or day that no longer agrees (校对意见).

    Attributes:
      paragraph: counted as a person counts, from 1; 0 for the file as a whole.
      excerpt: the words around it.
      read: what the text says; empty if the figure was deleted.
      expected: what the snapshot says; empty if it has no such figure.
      counted: the sum that makes the expected figure, such as ``2 ÷ 45``.
    """

    code: str
    verdict: Verdict
    where: str
    message: str
    paragraph: int = 0
    excerpt: str = ""
    read: str = ""
    expected: str = ""
    counted: str = ""
    weight: Weight = Weight.BLOCKS


@dataclass(frozen=True, slots=True)
class LintReport:
    """The outcome of a lint (校对结果).

    Attributes:
      checked: figures, names and days looked at.
      agree: those of them that agree with the snapshot.
      refused: the file could not be checked at all; the findings say why.
    """

    snapshot: SnapshotId | None
    checked: int
    agree: int
    findings: tuple[LintFinding, ...]
    refused: bool = False

    @property
    def passes(self) -> bool:
        """Say whether nothing stands against issuing the bulletin; warnings do not."""
        return not self.refused and all(f.weight is Weight.WARNS for f in self.findings)

    @property
    def summary(self) -> str:
        """Return the outcome in one sentence."""
        if self.refused:
            return "文件没有校对：" + "".join(finding.message for finding in self.findings)
        if not self.findings:
            return f"{self.checked}处数字、名称和日期全部与快照一致。"
        tally = [
            f"{sum(f.verdict is verdict for f in self.findings)}处{verdict.value}"
            for verdict in Verdict
            if any(f.verdict is verdict for f in self.findings)
        ]
        agreed = f"{self.checked}处数字、名称和日期中{self.agree}处一致"
        return f"{agreed}，{'，'.join(tally)}。校对只读，文件没有改动。"


def refusal(code: str, message: str) -> LintReport:
    """Return the report of a file that could not be checked."""
    finding = LintFinding(code, Verdict.NO_SOURCE, "整份文件", message)
    return LintReport(None, 0, 0, (finding,), refused=True)


def place_of(line: ReadLine) -> str:
    """Return where a line stands, as a person would say it."""
    kind = "表格第" if line.place is Place.TABLE else "第"
    unit = "行" if line.place is Place.TABLE else "段"
    section = f"（{line.section}）" if line.section else ""
    return f"{kind}{line.number}{unit}{section}"


def excerpt_of(line: ReadLine, start: int, end: int) -> str:
    """Return the words around a stretch of a line."""
    spare = max(EXCERPT - (end - start), 0) // 2
    first, last = max(start - spare, 0), min(end + spare, len(line.text))
    words = line.text[first:last].replace("\t", " ")
    return f"{'…' if first else ''}{words}{'…' if last < len(line.text) else ''}"


def disagreement(
    line: ReadLine, span: tuple[int, int], figure: BoundFigure, expected: str, hint: str = ""
) -> LintFinding:
    """Return the finding that a text says something else than the snapshot."""
    read = line.text[span[0] : span[1]]
    sum_ = f"{figure.sum}，" if figure.sum else ""
    said = f"正文写“{read}”，快照为“{expected}”" if read.strip() else f"正文漏写“{expected}”"
    advice = f"请改为“{expected}”" if read.strip() else "请补上，或连同整句删去"
    return LintFinding(
        code="bulletin.disagrees" if read.strip() else "bulletin.figure_missing",
        verdict=Verdict.DISAGREES,
        where=place_of(line),
        message=f"{said}（{sum_}{figure.label}）。{hint}{advice}。",
        paragraph=line.number,
        excerpt=excerpt_of(line, *span),
        read=read,
        expected=expected,
        counted=figure.sum,
    )


def no_source(line: ReadLine, span: tuple[int, int], hint: str = "") -> LintFinding:
    """Return the finding that a text says a number that the snapshot does not know."""
    read = line.text[span[0] : span[1]]
    return LintFinding(
        code="bulletin.no_source",
        verdict=Verdict.NO_SOURCE,
        where=place_of(line),
        message=f"“{read}”不是本快照里的数。{hint}请附上来源文号，或删去。",
        paragraph=line.number,
        excerpt=excerpt_of(line, *span),
        read=read,
    )
