"""The drawn verification in the words of the screen (抽查的写法)."""

import uuid
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from django.utils.html import format_html

from jiugai.domain.calendar import Month
from jiugai.domain.divisions import Scope
from jiugai.domain.quantities import percent
from jiugai.domain.supervision.lights import Light
from jiugai.domain.supervision.rounds import RoundVerdict, Tally
from jiugai.domain.supervision.verification import Verified
from jiugai.services.supervision.recounting import DrawnProject
from jiugai.services.supervision.rounds import CountyPart, RoundLine, RoundPage, Rounds
from jiugai.web.supervision.draw_forms import VisitForm
from jiugai.web.templatetags.formats import moment

Cell = dict[str, Any]
SHAPES = {Light.GREEN: "ok", Light.AMBER: "warn", Light.RED: "bad"}


def url(month: Month, number: str = "") -> str:
    """Return the address of a list, or of one project on it."""
    return f"/draws/{month}/{number}/" if number else f"/draws/{month}/"


def rounds_sentence(found: Rounds) -> str:
    """Return the sentence at the head of the lists."""
    if found.bulletin is None:
        return "还没有发过通报；名单由通报所印的留痕根抽出，先封账、发通报"
    if found.open_month:
        return f"{found.open_month.in_prose}通报已发，名单可以抽了"
    return f"{found.bulletin.month.in_prose}的名单已抽；下一份等下一期通报"


def rounds_table(found: Rounds) -> dict[str, Any]:
    """Return the lists drawn so far as a table."""
    return {
        "caption": "历次抽查",
        "stacked": True,
        "columns": [
            {"label": "核实哪个月"},
            {"label": "抽取时的灯"},
            {"label": "由哪期通报"},
            {"label": "抽取日期"},
            {"label": "经手"},
        ],
        "rows": [
            {
                "cells": [
                    {"value": draw.month.in_prose, "url": url(draw.month)},
                    _light(draw.light),
                    {"value": draw.bulletin},
                    {"value": f"{draw.on_day:%Y-%m-%d}"},
                    {"value": draw.label, "note": format_html("录入 {}", moment(draw.recorded_at))},
                ]
            }
            for draw in found.drawn
        ],
        "empty": "还没有抽过名单。",
    }


def _light(light: Light | None, none: str = "还没有") -> Cell:
    if light is None:
        return {"status": {"kind": "idle", "word": none}}
    return {"status": {"kind": SHAPES[light], "word": light.word}}


def round_context(found: RoundPage, scope: Scope) -> dict[str, Any]:
    """Return one list with how it was drawn and what was found."""
    draw = found.draw
    verdict = found.verdict
    return {
        "month": draw.month,
        "draw": draw,
        "light": _verdict_mark(found),
        "sentence": _sentence(found, scope),
        "rule": found.rule,
        "next": _next(found),
        "results": _results(verdict) if verdict else None,
        "list": _list(found, scope),
        "counties": _counties(found.counties) if found.counties else None,
        "proof": _proof(found),
        "redo": _redo(found),
        "tallies": [{"word": t.word, "url": f"{url(draw.month)}found/{t.value}/"} for t in Tally],
        "whole": scope.counties is None,
    }


def _verdict_mark(found: RoundPage) -> tuple[str, str]:
    light = found.verdict.light if found.verdict else None
    if light is None:
        return "idle", f"还有 {found.open} 个没有核实" if found.open else "没有灯"
    return SHAPES[light], light.word


def _sentence(found: RoundPage, scope: Scope) -> str:
    many = len(found.lines)
    said = f"{found.projects} 个项目抽 {many} 个，其中随机 {_by_chance(found.lines)} 个"
    if scope.counties is not None:
        own = sum(part.drawn for part in found.counties)
        return f"{said}；本县区抽中 {own} 个，已核实 {own - found.open} 个"
    if found.open:
        return f"{said}；还有 {found.open} 个没有核实，少一个就不能代表全市"
    return f"{said}；全部核实完"


def _by_chance(lines: Sequence[RoundLine]) -> int:
    return sum(line.row.way is not None and line.row.way.value == "random" for line in lines)


def _next(found: RoundPage) -> str:
    """Say what the light makes of the next list."""
    rule = found.next_rule
    if rule is None:
        return ""
    return (
        f"{rule.light.word}：下次随机抽 {rule.random} 个、按风险抽 {rule.by_risk} 个，"
        f"各县区的风险分按各自的灯乘 1、2 或更多倍。依据：{rule.citation}。"
    )


def _results(verdict: RoundVerdict) -> dict[str, Any]:
    return {
        "caption": "核实结论",
        "stacked": True,
        "columns": [
            {"label": "指标"},
            {"label": "核实 ÷ 上报"},
            {"label": "95% 区间"},
            {"label": "相差"},
            {"label": "不符的项目"},
            {"label": "全市不符至多", "unit": "个，95%"},
            {"label": "灯"},
        ],
        "rows": [
            {"cells": _result(tally, verified)} for tally, verified in verdict.by_tally.items()
        ],
    }


def _result(tally: Tally, found: Verified) -> list[Cell]:
    if found.ratio is None or found.deviation is None:
        gone = [{"value": None} for _ in range(3)]
        return [
            {"value": tally.word},
            {"value": "上报数都是 0"},
            *gone,
            {"value": None},
            _light(found.light, "没有灯"),
        ]
    return [
        {"value": tally.word},
        {"value": percent(found.ratio)},
        {"value": _interval(found)},
        {"value": percent(found.deviation)},
        {"value": f"{found.projects} 个里 {found.wrong} 个"},
        {"value": found.most_wrong},
        _light(found.light),
    ]


def _interval(found: Verified) -> str:
    if found.low is None or found.high is None:
        return "只有一个项目，没有区间"
    return f"{percent(found.low)}—{percent(found.high)}"


def _list(found: RoundPage, scope: Scope) -> dict[str, Any]:
    return {
        "caption": "抽查名单",
        "stacked": True,
        "heading": 1,
        "columns": [
            {"label": "次序", "numeric": True},
            {"label": "项目"},
            {"label": "县区"},
            {"label": "抽取方式"},
            {"label": "入选概率", "numeric": True},
            *({"label": tally.word, "unit": "上报 → 核实"} for tally in Tally),
            {"label": "核实"},
        ],
        "rows": [{"cells": _line(line, found.draw.month, scope)} for line in found.lines],
    }


def _line(line: RoundLine, month: Month, scope: Scope) -> list[Cell]:
    row = line.row
    own = scope.covers(row.line.county_id)
    return [
        {"value": row.place},
        {
            "value": row.line.name,
            "url": url(month, row.line.number) if own else "",
            "note": row.line.number,
        },
        {"value": row.line.county},
        {"value": row.way.word if row.way else None},
        {"value": percent(row.chance or Fraction(0))},
        *({"value": _pair(line, tally)} for tally in Tally),
        _state(line) if own else {"value": "不公开"},
    ]


def _pair(line: RoundLine, tally: Tally) -> str:
    declared = line.row.line.declared.of(tally)
    if line.last is None:
        return f"{declared}"
    return f"{declared} → {line.last.visit.found.of(tally)}"


def _state(line: RoundLine) -> Cell:
    if line.last is None:
        return {"status": {"kind": "idle", "word": "待核实"}}
    if line.last.visit.found == line.row.line.declared:
        return {"status": {"kind": "ok", "word": "相符"}}
    return {"status": {"kind": "warn", "word": "不符"}}


def _counties(parts: Sequence[CountyPart]) -> dict[str, Any]:
    return {
        "caption": "各县区核实结果",
        "stacked": True,
        "columns": [
            {"label": "县区"},
            {"label": "抽中", "unit": "个", "numeric": True},
            {"label": "已核实", "unit": "个", "numeric": True},
            {"label": "核实 ÷ 上报"},
            {"label": "灯"},
        ],
        "rows": [{"cells": _county(part)} for part in parts],
    }


def _county(part: CountyPart) -> list[Cell]:
    verdict = part.verdict
    ratios = [
        f"{tally.word} {percent(found.ratio)}"
        for tally, found in (verdict.by_tally.items() if verdict else ())
        if found.ratio is not None
    ]
    return [
        {"value": part.county},
        {"value": part.drawn},
        {"value": part.recounted},
        {"value": "，".join(ratios) or None},
        _light(verdict.light if verdict else None, "没有核实完"),
    ]


def _proof(found: RoundPage) -> list[dict[str, str]]:
    draw = found.draw
    return [
        {"term": "留痕根", "value": draw.root.hex(), "note": f"{draw.bulletin}通报版记所印"},
        {"term": "种子", "value": draw.seed.hex(), "note": f"SM3(根 ‖ {draw.month})"},
        {"term": "名册摘要", "value": draw.frame.hex(), "note": f"{found.projects} 个项目"},
    ]


def _redo(found: RoundPage) -> str:
    draw = found.draw
    return (
        f"jiugai draw --month {draw.month} --root {draw.root.hex()} "
        f"--projects {draw.month}抽查名册.csv --light {draw.light.value}"
    )


def blank_form(found: DrawnProject) -> VisitForm | None:
    """Return the form that records, as it stands before anything is typed; None if not allowed."""
    if not found.may_record:
        return None
    known = found.line.last.visit if found.line.last else None
    initial: dict[str, Any] = {"seen": found.version, "key": uuid.uuid4()}
    if known:
        initial |= {
            "on": known.on,
            "started": known.found.started,
            "completed": known.found.completed,
            "households": known.found.households,
            "note": known.note,
        }
    return VisitForm(initial=initial, correcting=found.version > 0)


def project_context(month: Month, found: DrawnProject, form: VisitForm | None) -> dict[str, Any]:
    """Return one drawn project with its record in versions."""
    line = found.line.row.line
    declared = [f"{t.word} {line.declared.of(t)} {t.unit}" for t in Tally]
    return {
        "month": month,
        "project": line,
        "state": _state(found.line)["status"],
        "declared": f"{month.in_prose}封账时上报：{'，'.join(declared)}（共 {line.sites} 个小区）。",
        "why_not": found.why_not,
        "form": form,
        "verb": "另记一版" if found.version else "记下现场核实",
        "problems": form.non_field_errors() if form is not None and form.is_bound else (),
        "versions": _versions(found),
        "list_url": url(month),
    }


def _versions(found: DrawnProject) -> dict[str, Any]:
    return {
        "caption": "核实记录",
        "stacked": True,
        "columns": [
            {"label": "版本"},
            {"label": "核实日期"},
            *({"label": tally.word, "unit": tally.unit, "numeric": True} for tally in Tally),
            {"label": "现场情况"},
            {"label": "经手"},
        ],
        "rows": [
            {
                "cells": [
                    {"value": f"第 {row.version} 版", "note": row.visit.reason},
                    {"value": f"{row.visit.on:%Y-%m-%d}"},
                    *({"value": row.visit.found.of(tally)} for tally in Tally),
                    {"value": row.visit.note},
                    {"value": row.label, "note": format_html("录入 {}", moment(row.recorded_at))},
                ]
            }
            for row in reversed(found.line.recounts)
        ],
        "empty": "还没有去现场核实。",
    }
