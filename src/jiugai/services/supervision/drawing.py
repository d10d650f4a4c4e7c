"""Draw the list of a month, and weigh what was found (抽查核实): from files, without a database.

It reads and computes, and writes nothing; nobody's permission is needed to repeat a draw.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from jiugai.domain.calendar import Month
from jiugai.domain.findings import Finding, blocking
from jiugai.domain.quantities import percent, round_half_up
from jiugai.domain.supervision.draw import ALGORITHM, Drawn, Way, draw, seed_of
from jiugai.domain.supervision.lights import Light, LightRules, lights_in_force
from jiugai.domain.supervision.rounds import Outcome, weigh
from jiugai.domain.supervision.verification import Verified
from jiugai.exchange.draw_files import read_frame, read_returned
from jiugai.exchange.supervision_policy import light_rules

__all__ = ["DrawnList", "Light", "draw_list", "in_sentences", "to_json"]

_NATION = "CN"


@dataclass(frozen=True, slots=True)
class DrawnList:
    """A month's list (抽查名单) with what decided it; without ``drawn`` where a finding blocks.

    Attributes:
      light: the city's light, which says how many are drawn.
      projects: how many there were to draw from.
      verified: what the recounts say, once they are back.
    """

    month: Month
    root: bytes
    light: Light
    lights: LightRules
    projects: int
    drawn: Drawn | None
    verified: Verified | None
    findings: tuple[Finding, ...]


def draw_list(
    content: bytes,
    *,
    document: str,
    month: Month,
    root: bytes,
    light: Light = Light.GREEN,
    returned: tuple[bytes, str] | None = None,
    region: str = _NATION,
) -> DrawnList:
    """Draw a month's list from a file of projects.

    :param root: the 32 bytes of the register's root, from the last bulletin before the draw.
    :param light: the city's light after the last verification.
    :param returned: content and name of a file with what was declared and found of every project
      on the list.
    :raises ValueError: if the root has another length.
    """
    lights = lights_in_force(light_rules(), region, month.last_day)
    seed = seed_of(root, month)
    frame = read_frame(content, document)
    if blocking(frame.findings):
        return DrawnList(month, root, light, lights, 0, None, None, frame.findings)
    drawn = draw(frame.candidates, lights, light, seed)
    verified, findings = None, frame.findings
    if returned is not None:
        verified, more = _weighed(drawn, lights, len(frame.candidates), *returned)
        findings = (*findings, *more)
    many = len(frame.candidates)
    return DrawnList(month, root, light, lights, many, drawn, verified, findings)


def _weighed(
    drawn: Drawn, lights: LightRules, projects: int, content: bytes, document: str
) -> tuple[Verified | None, Sequence[Finding]]:
    names = [pick.candidate.project for pick in drawn.picks]
    back = read_returned(content, document, names)
    if blocking(back.findings):
        return None, back.findings
    outcomes = [
        Outcome(name, pick.way is Way.RANDOM, pick.chance.overall, declared, found)
        for pick, (name, declared, found) in zip(drawn.picks, back.figures, strict=True)
    ]
    return weigh(outcomes, projects=projects, lights=lights), back.findings


def to_json(told: DrawnList) -> dict[str, Any]:
    """Return a list as one JSON document: the same for the same root, month and projects."""
    drawn, rule = told.drawn, told.lights[told.light]
    return {
        "algorithm": ALGORITHM,
        "month": str(told.month),
        "root": told.root.hex(),
        "seed": drawn.seed.hex() if drawn else None,
        "light": told.light.value,
        "rule": {
            "random": rule.random,
            "by_risk": rule.by_risk,
            "source": rule.source,
            "verified": rule.verified,
        },
        "frame": {"projects": told.projects, "digest": drawn.frame.hex() if drawn else None},
        "list": [
            {
                "place": place,
                "project": pick.candidate.project,
                "county": pick.candidate.county,
                "way": pick.way.value,
                "ticket": pick.ticket.hex(),
                "chance": str(pick.chance.overall),
            }
            for place, pick in enumerate(drawn.picks if drawn else (), 1)
        ],
        "verified": _verified(told.verified) if told.verified else None,
        "findings": [
            {
                "code": finding.code,
                "cell": finding.place.cell,
                "message": finding.message,
                "weight": finding.weight.value,
            }
            for finding in told.findings
        ],
    }


def _verified(found: Verified) -> dict[str, Any]:
    return {
        "projects": found.projects,
        "wrong": found.wrong,
        "ratio": _number(found.ratio),
        "interval": None
        if found.low is None or found.high is None
        else [_number(found.low), _number(found.high)],
        "deviation": _number(found.deviation),
        "light": found.light.value if found.light else None,
        "most_wrong": found.most_wrong,
    }


def _number(value: Fraction | None) -> Any:
    return None if value is None else round_half_up(value, 6)


def in_sentences(told: DrawnList) -> list[str]:
    """Return a list as people read it."""
    if told.drawn is None:
        return []
    many = len(told.drawn.picks)
    lines = [
        f"{told.month.in_prose}抽查名单：{told.projects} 个项目抽 {many} 个，种子 {told.drawn.seed.hex()}。"
    ]
    for place, pick in enumerate(told.drawn.picks, 1):
        where = f"（{pick.candidate.county}）" if pick.candidate.county else ""
        chance = percent(pick.chance.overall)
        lines.append(
            f"  {place:>2}  {pick.candidate.project}{where}　{pick.way.word}　入选概率 {chance}"
        )
    if told.verified:
        lines += _verified_in_sentences(told.verified)
    return lines


def _verified_in_sentences(found: Verified) -> list[str]:
    if found.ratio is None or found.deviation is None:
        return ["抽中项目上报数都是 0，没有核实比。"]
    interval = "只有一个项目，没有区间"
    if found.low is not None and found.high is not None:
        interval = f"95% 区间 {percent(found.low)}—{percent(found.high)}"
    light = found.light.word if found.light else ""
    return [
        f"核实 ÷ 上报 {percent(found.ratio)}（{interval}），相差 {percent(found.deviation)}，{light}。",
        f"{found.projects} 个里 {found.wrong} 个不符；按随机抽中的推算，全市不符的至多 {found.most_wrong} 个（95%）。",
    ]
