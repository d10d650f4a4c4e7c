"""D15: claimed twice (重复申报): one contract, invoice or unit told of in two projects or two years."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from jiugai.domain.quantities import yuan
from jiugai.domain.registry.characters import fold, modern
from jiugai.domain.reporting.checks.check import Check
from jiugai.domain.reporting.checks.verdicts import (
    PASSED,
    Answer,
    Verdict,
    failed,
    not_applicable,
)

_MARKS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Claim:
    """A paper by which money or households are claimed (申报凭据).

    Attributes:
      kind: such as 合同, 发票, 单元.
      number: as it stands on the paper.
      amount_fen: in 分; 0 for what has no amount.
    """

    kind: str
    number: str
    payee: str
    amount_fen: int
    project: str
    year: int


def examine(claim: Claim, others: Iterable[Claim]) -> Verdict:
    """Look for the same paper in another project or another year."""
    mine = _identity(claim)
    if not mine[1]:
        return not_applicable("凭据没有编号，无从比对")
    here = (claim.project, claim.year)
    elsewhere = sorted(
        {
            (other.year, other.project)
            for other in others
            if (other.project, other.year) != here and _identity(other) == mine
        }
    )
    if not elsewhere:
        return PASSED
    where = "、".join(f"{year} 年“{project}”" for year, project in elsewhere)
    return failed(
        f"{claim.kind}“{claim.number}”（{claim.payee}，{yuan(claim.amount_fen):,} 元）"
        f"在{where}已经申报过",
        number=claim.number,
        amount_yuan=yuan(claim.amount_fen),
        payee=claim.payee,
        times=len(elsewhere) + 1,
    )


def _identity(claim: Claim) -> tuple[str, str, str, int]:
    """Return what makes two claims the same, however they are typed."""
    return claim.kind, _plain(claim.number), _plain(claim.payee), claim.amount_fen


def _plain(text: str) -> str:
    return _MARKS.sub("", modern(fold(text))).upper()


CHECK = Check(
    code="duplicates",
    number="D15",
    title="重复申报",
    answer=Answer.REFUSE,
    formula="同类凭据的编号、收款人（去掉标点、统一写法）和金额全同，却在不同项目或不同年度",
    reads="合同、发票、单元等申报凭据",
    base_rate="三项全同才算，应为 0 误报；改了编号的看不出来",
)
