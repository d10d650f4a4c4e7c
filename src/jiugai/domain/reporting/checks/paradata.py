"""D12: traces of filing (填报痕迹): one device for several counties, forms filed faster than anyone types,
figures raised once the others' were seen (代填代报)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import comb

from jiugai.domain.reporting.checks.check import Check, Limits
from jiugai.domain.reporting.checks.verdicts import (
    PASSED,
    Answer,
    Number,
    Verdict,
    decimal,
    failed,
    not_applicable,
)


@dataclass(frozen=True, slots=True)
class FilingTrace:
    """That one form was filed (填报痕迹).

    Attributes:
      device: key of the device; empty if it is not known. An address stands for nothing here, since
        a whole office shares one.
    """

    county: str
    device: str
    filed_at: datetime


@dataclass(frozen=True, slots=True)
class FigureEdit:
    """That a figure was changed after others' figures could be seen (见数后的改动)."""

    before: int
    after: int


def examine_device(traces: Sequence[FilingTrace], limits: Limits) -> Verdict:
    """Look at all that one device filed in one month."""
    known = sorted((trace for trace in traces if trace.device), key=lambda trace: trace.filed_at)
    if not known:
        return not_applicable("不知道是哪台设备报的")
    said: list[str] = []
    numbers: dict[str, Number] = {"forms": len(known)}
    counties = sorted({trace.county for trace in known})
    if len(counties) > 1:
        said.append(f"同一台设备为 {len(counties)} 个县区填报（{'、'.join(counties)}）")
        numbers["counties"] = len(counties)
    within = timedelta(minutes=float(limits["minutes"]))
    most = _most_within(known, within)
    if most >= limits["forms"]:
        minutes = decimal(limits["minutes"], 0)
        said.append(f"{minutes} 分钟之内报出 {most} 张表，快过人手")
        numbers["forms_at_once"] = most
    return failed("；".join(said), **numbers) if said else PASSED


def _most_within(traces: Sequence[FilingTrace], within: timedelta) -> int:
    """Return how many at most were filed in any span of so much time."""
    most = first = 0
    for last, trace in enumerate(traces):
        while trace.filed_at - traces[first].filed_at > within:
            first += 1
        most = max(most, last - first + 1)
    return most


def examine_edits(edits: Sequence[FigureEdit], limits: Limits) -> Verdict:
    """Look at what a county changed in a month after the others' figures could be seen."""
    changed = [edit for edit in edits if edit.before != edit.after]
    if len(changed) < limits["edits"]:
        return not_applicable("见到其他县区的数以后，改动不多")
    raised = sum(edit.after > edit.before for edit in changed)
    chance = sum(comb(len(changed), n) for n in range(raised, len(changed) + 1)) / 2 ** len(changed)
    if chance >= limits["chance"]:
        return PASSED
    return failed(
        f"见到其他县区的数以后改了 {len(changed)} 处，{raised} 处是改高，"
        f"改高改低相当时这样偏只有万分之 {decimal(chance * 10_000, 1)} 的机会",
        edits=len(changed),
        raised=raised,
        chance=decimal(chance, 6),
    )


CHECK = Check(
    code="paradata",
    number="D12",
    title="填报痕迹",
    answer=Answer.LOOK,
    formula="同一设备为一个以上县区填报；或几分钟内报出几十张表；"
    "或见到其他县区的数以后的改动一边倒地改高（二项分布，机会 < 界限）",
    reads="填报的设备、时刻，和见数后的改动",
    base_rate="共用一台电脑的乡镇会被列入；只看设备，不看网络地址，因为一个院子共用一个地址",
    limits={
        "minutes": "几分钟之内",
        "forms": "报出多少张表",
        "edits": "见数后至少改动几处",
        "chance": "出现的机会小于多少",
    },
)
