"""Task lists, their entries, and plans as filed upward (任务清单、上报计划).

Three papers, three numbers that are never mixed: the headline target, the filed plan (the
denominator of every rate), and the entries as carried out (the numerator's sizes).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from jiugai.domain.findings import Finding, Weight


class Authority(Enum):
    """Whose task list it is (下达层级); a site may stand in the lists of several."""

    NATIONAL = "national"
    PROVINCIAL = "provincial"
    MUNICIPAL = "municipal"

    @property
    def word(self) -> str:
        return {"national": "国家", "provincial": "省级", "municipal": "市级"}[self.value]


@dataclass(frozen=True, slots=True)
class TaskList:
    """The cohort of a year as one authority set it (任务清单)."""

    year: int
    authority: Authority
    division_code: str

    @property
    def title(self) -> str:
        return f"{self.year}年{self.authority.word}任务清单"


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large a site is, or what a plan sums to (规模).

    Attributes:
      households: 户.
      buildings: 栋.
      area_dm2: floor area in 0.01 ㎡.
      investment_fen: planned investment in 分.
    """

    households: int = 0
    buildings: int = 0
    area_dm2: int = 0
    investment_fen: int = 0

    def __add__(self, other: "Sizes") -> "Sizes":
        return Sizes(
            self.households + other.households,
            self.buildings + other.buildings,
            self.area_dm2 + other.area_dm2,
            self.investment_fen + other.investment_fen,
        )


@dataclass(frozen=True, slots=True)
class PlannedSite:
    """One line of a plan as filed (计划行), under the name by which a person knows the site."""

    name: str
    sizes: Sizes


def total(lines: Iterable[PlannedSite]) -> Sizes:
    """Sum a plan."""
    return sum((line.sizes for line in lines), Sizes())


def check_filing(lines: Sequence[PlannedSite], listed: Collection[str] = ()) -> tuple[Finding, ...]:
    """Hold a plan that is to be filed against itself and against its task list.

    :param listed: names of the sites that stand in the list; empty if it has none yet.
    """
    findings = []
    counts = Counter(line.name for line in lines)
    for name in sorted(name for name, times in counts.items() if times > 1):
        message = (
            f"“{name}”在上报计划中出现 {counts[name]} 次，同一小区只能列一次；"
            "请删去多余的行。本次计划没有写入。"
        )
        findings.append(Finding("filing.site_twice", message))
    for line in lines:
        findings += _check_sizes(line)
    if listed:
        findings += _beside_list(set(counts), set(listed))
    return tuple(findings)


def _check_sizes(line: PlannedSite) -> list[Finding]:
    sizes = {
        "户数": line.sizes.households,
        "楼栋数": line.sizes.buildings,
        "建筑面积": line.sizes.area_dm2,
        "计划投资": line.sizes.investment_fen,
    }
    findings = []
    negative = [name for name, value in sizes.items() if value < 0]
    if negative:
        message = (
            f"“{line.name}”的{'、'.join(negative)}是负数；规模应为 0 或正数，请改正。"
            "本次计划没有写入。"
        )
        findings.append(Finding("filing.negative_size", message))
    empty = [name for name, value in sizes.items() if value == 0]
    if empty:
        message = (
            f"“{line.name}”的{'、'.join(empty)}是 0，会使按该口径计算的分母偏小；请核对是否漏填。"
        )
        findings.append(Finding("filing.empty_size", message, Weight.WARNS))
    return findings


def _beside_list(filed: set[str], listed: set[str]) -> list[Finding]:
    findings = []
    for name in sorted(filed - listed):
        message = f"“{name}”在上报计划中，但不在任务清单中；请核对是否已调出或漏列。"
        findings.append(Finding("filing.not_listed", message, Weight.WARNS))
    for name in sorted(listed - filed):
        message = f"“{name}”在任务清单中，但上报计划没有列；开工会计入分子而不计入分母，请核对。"
        findings.append(Finding("filing.listed_not_filed", message, Weight.WARNS))
    return findings
