"""Rounds of judging, in the words of the screen (观摩评比的写法)."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.html import format_html

from jiugai.domain.quantities import round_half_up
from jiugai.domain.supervision.contest import TENTHS, CriterionRule, Juror, points
from jiugai.domain.supervision.contest_result import Judged, deviation
from jiugai.services.supervision.contests.reading import (
    ContestLine,
    ContestList,
    ContestPage,
    EntrantPage,
    ModelRow,
    SheetPage,
    SheetRow,
)
from jiugai.web.registry.forms import Keyed
from jiugai.web.supervision.contest_forms import CloseForm, ContestForm, ModelForm, SheetForm
from jiugai.web.templatetags.formats import moment

Cell = dict[str, Any]
OPEN, CLOSED = ("run", "评分中"), ("ok", "已结束")


def list_context(found: ContestList) -> dict[str, Any]:
    """Return all rounds."""
    return {
        "may_open": found.may_open,
        "table": {
            "caption": "各轮观摩评比",
            "stacked": True,
            "columns": [
                {"label": "评比"},
                {"label": "日期"},
                {"label": "参评小区", "unit": "个", "numeric": True},
                {"label": "评委", "unit": "位", "numeric": True},
                {"label": "现状"},
                {"label": "示范小区"},
            ],
            "rows": [{"cells": _line(line)} for line in found.lines],
            "empty": "还没有开过观摩评比。",
        },
    }


def _line(line: ContestLine) -> list[Cell]:
    kind, word = CLOSED if line.closed_on else OPEN
    return [
        {"value": line.title, "url": reverse("supervision:contest", args=[line.public_id])},
        {"value": f"{line.on_day:%Y-%m-%d}"},
        {"value": line.entrants},
        {"value": line.jurors},
        {"status": {"kind": kind, "word": word}},
        {"value": "、".join(line.models) or None},
    ]


def sheet_text(rules: Iterable[CriterionRule]) -> str:
    """Return the default sheet as it is typed: a line a criterion."""
    return "\n".join(f"{rule.title}，{rule.full}" for rule in rules)


def new_context(form: ContestForm, rules: Sequence[CriterionRule]) -> dict[str, Any]:
    """Return the form that opens a round."""
    return {"form": form, "unverified": any(not rule.verified for rule in rules)}


def page_context(found: ContestPage, today: date, refused: Keyed | None = None) -> dict[str, Any]:
    """Return a round with what may be done.

    :param refused: the form that was sent and refused, to be shown as it was typed.
    """
    row = found.row
    return {
        "number": row.public_id,
        "title": row.contest.title,
        "state": CLOSED if row.is_closed else OPEN,
        "sentence": _sentence(found),
        "closed": row.is_closed,
        "result": _result(found),
        "method": _method(found),
        "left": _to_mark(found),
        "progress": None if row.is_closed else _progress(found),
        "jurors": _jurors(found),
        "criteria": _criteria(found),
        "models": [_model(found, model) for model in row.models.values()],
        "opened": format_html("{}，录入 {}", row.opened_label, moment(row.recorded_at)),
        "closed_by": f"{row.closed_label}，{row.closed_on:%Y-%m-%d}" if row.closed_on else "",
        "close_form": (refused if isinstance(refused, CloseForm) else CloseForm())
        if found.may_close
        else None,
        "why_not_close": found.why_not_close,
        "model_form": _model_form(found, today, refused) if found.may_name else None,
        "why_not_name": found.why_not_name,
        "problems": refused.non_field_errors() if refused is not None else (),
    }


def _sentence(found: ContestPage) -> str:
    known = found.row.contest
    return (
        f"{known.on:%Y-%m-%d}，{len(known.entrants)} 个小区，{len(known.jurors)} 位评委，"
        f"满分 {known.full} 分"
    )


def _method(found: ContestPage) -> str:
    known = found.row.contest
    how = f"不少于 {known.least_sheets} 份评分表才排名，得分相同名次并列。评委不评本县区的小区。"
    if found.result is None:
        return f"{how}名次在结束以后才看得到。"
    trimmed = (
        "这一轮参加排名的小区都去掉一个最高分、一个最低分再平均。"
        if found.result.is_trimmed
        else f"有小区的评分表不到 {known.trim_from} 份，这一轮都不去最高、最低，直接平均。"
    )
    return (
        f"{how}{trimmed}标准差按收到的全部评分表算，越大评委分歧越大；"
        "“少一位评委”是逐一去掉每位评委再排，名次会落在哪里。"
    )


def _result(found: ContestPage) -> dict[str, Any] | None:
    if found.result is None:
        return None
    return {
        "caption": "评比结果",
        "stacked": True,
        "heading": 2,
        "columns": [
            {"label": "名次", "numeric": True},
            {"label": "县区"},
            {"label": "小区"},
            {"label": "得分", "numeric": True},
            {"label": "平均", "numeric": True},
            {"label": "最低—最高", "numeric": True},
            {"label": "标准差", "numeric": True},
            {"label": "评分表", "unit": "份", "numeric": True},
            {"label": "少一位评委"},
        ],
        "rows": [{"cells": _judged(found, one)} for one in found.result.rows],
        "empty": "没有参评小区。",
    }


def _judged(found: ContestPage, one: Judged) -> list[Cell]:
    url = _entrant_url(found, one.entrant.number)
    model = "示范小区" if one.entrant.number in found.row.models else ""
    spread = None
    if one.lowest is not None and one.highest is not None:
        spread = f"{_two(one.lowest)}—{_two(one.highest)}"
    return [
        {"value": "—" if one.rank is None else one.rank},
        {"value": found.county(one.entrant.county_id)},
        {"value": one.entrant.name, "url": url, "note": model},
        _figure(_two(one.score), url),
        _figure(_two(one.mean), url),
        _figure(spread, url),
        _figure(None if one.variance is None else _two(deviation(one.variance)), url),
        _figure(one.sheets, url),
        {"value": _without(found, one)},
    ]


def _without(found: ContestPage, one: Judged) -> str:
    """Say what any one juror is worth: ``第 1—2 名（去掉王工、李工时变）``."""
    if one.rank is None or one.best is None:
        return f"只有 {one.sheets} 份评分表，不够 {found.row.contest.least_sheets} 份，不排"
    if not one.swayed_by:
        return "名次不变"
    names = "、".join(found.row.contest.jurors[juror - 1].name for juror in one.swayed_by)
    return f"第 {one.best}—{one.worst} 名（去掉{names}时变）"


def _two(value: Fraction | None) -> str | None:
    return None if value is None else str(round_half_up(value, 2))


def _figure(value: object, url: str) -> Cell:
    return {"value": value, "url": url, "figure": True}


def _entrant_url(found: ContestPage, entrant: int) -> str:
    return reverse("supervision:contest-entrant", args=[found.row.public_id, entrant])


def _to_mark(found: ContestPage) -> dict[str, Any] | None:
    """Return the sheets that are the officer's to enter, those still missing first."""
    if not found.to_mark:
        return None
    standing = found.row.standing
    rows = []
    for juror, entrant in found.to_mark:
        sheet = standing.get((juror.number, entrant.number))
        args = [found.row.public_id, juror.number, entrant.number]
        kind, word = ("ok", "已交") if sheet else ("run", "待评")
        rows.append(
            (
                sheet is not None,
                [
                    {
                        "value": entrant.name,
                        "url": reverse("supervision:contest-sheet", args=args),
                        "note": found.county(entrant.county_id),
                    },
                    {"value": juror.name, "note": "" if juror.user_id else "代录"},
                    {"status": {"kind": kind, "word": word}},
                    {"value": points(sheet.sheet.total) if sheet else None},
                ],
            )
        )
    return {
        "caption": "该我填的评分表",
        "stacked": True,
        "columns": [
            {"label": "小区"},
            {"label": "评委"},
            {"label": "现状"},
            {"label": "总分", "numeric": True},
        ],
        "rows": [{"cells": cells} for _, cells in sorted(rows, key=lambda row: row[0])],
        "empty": "没有。",
    }


def _progress(found: ContestPage) -> dict[str, Any]:
    known, handed = found.row.contest, found.handed
    rows: list[list[Cell]] = []
    for one in known.entrants:
        cells: list[Cell] = [
            {"value": one.name, "url": _entrant_url(found, one.number)},
            {"value": found.county(one.county_id)},
            {"value": len(known.judges_of(one))},
        ]
        if handed is not None:
            cells.append({"value": handed[one.number]})
        rows.append(cells)
    columns = [
        {"label": "小区"},
        {"label": "县区"},
        {"label": "可评的评委", "unit": "位", "numeric": True},
    ]
    if handed is not None:
        columns.append({"label": "已收评分表", "unit": "份", "numeric": True})
    return {
        "caption": "参评小区",
        "stacked": True,
        "columns": columns,
        "rows": [{"cells": cells} for cells in rows],
        "empty": "没有参评小区。",
    }


def _jurors(found: ContestPage) -> dict[str, Any]:
    return {
        "caption": "评委",
        "stacked": True,
        "columns": [{"label": "评委"}, {"label": "单位"}, {"label": "来自"}, {"label": "填表"}],
        "rows": [{"cells": _juror(found, one)} for one in found.row.contest.jurors],
        "empty": "没有评委。",
    }


def _juror(found: ContestPage, one: Juror) -> list[Cell]:
    return [
        {"value": one.name},
        {"value": one.office},
        {"value": found.county(one.county_id)},
        {"value": "本人账号" if one.user_id else "市改造办代录"},
    ]


def _criteria(found: ContestPage) -> list[str]:
    return [f"{line.title} {line.full} 分" for line in found.row.contest.criteria]


def _model(found: ContestPage, model: ModelRow) -> dict[str, Any]:
    entrant = found.row.contest.entrants[model.entrant - 1]
    said = model.decision
    return {
        "name": entrant.name,
        "county": found.county(entrant.county_id),
        "url": _entrant_url(found, entrant.number),
        "paper": f"{said.paper}，{said.on:%Y-%m-%d}",
        "by": format_html("{}，录入 {}", model.label, moment(model.recorded_at)),
    }


def entrants(found: ContestPage) -> list[tuple[object, str]]:
    """Return the entrants that may still be named, the best first."""
    rows = found.result.rows if found.result else ()
    return [
        (
            one.entrant.number,
            (f"第 {one.rank} 名 " if one.rank is not None else "没有排名 ") + one.entrant.name,
        )
        for one in rows
        if one.entrant.number not in found.row.models
    ]


def _model_form(found: ContestPage, today: date, refused: Keyed | None) -> Keyed:
    form = (
        refused
        if isinstance(refused, ModelForm)
        else ModelForm(initial={"on": today, "key": uuid.uuid4()})
    )
    form.offer("entrant", entrants(found))
    return form


def entrant_context(found: EntrantPage) -> dict[str, Any]:
    """Return an entrant with every sheet behind its figures."""
    page, judged = found.page, found.judged
    standing = page.row.standing
    return {
        "number": page.row.public_id,
        "contest": page.row.contest.title,
        "name": found.entrant.name,
        "county": page.county(found.entrant.county_id),
        "card": page.row.numbers.get(found.entrant.number, ""),
        "closed": page.row.is_closed,
        "sentence": _standing(page, judged),
        "table": {
            "caption": "评分表",
            "stacked": True,
            "heading": 0,
            "columns": [
                {"label": "评委"},
                *({"label": c.title, "numeric": True} for c in page.row.contest.criteria),
                {"label": "总分", "numeric": True},
                {"label": "稿次"},
                {"label": "填表"},
            ],
            "rows": [{"cells": _sheet(page, row, standing)} for row in found.versions],
            "empty": "还没有可以看的评分表。",
        },
    }


def _standing(page: ContestPage, judged: Judged | None) -> str:
    if judged is None:
        return "评分中，结束以前只看得到您自己填的评分表"
    if judged.rank is None:
        return f"只有 {judged.sheets} 份评分表，不排名"
    return f"第 {judged.rank} 名，得分 {_two(judged.score)}；{_without(page, judged)}"


def _sheet(
    page: ContestPage, row: SheetRow, standing: dict[tuple[int, int], SheetRow]
) -> list[Cell]:
    juror = page.row.contest.jurors[row.sheet.juror - 1]
    counts = standing[row.sheet.juror, row.sheet.entrant] is row
    state = f"第 {row.version} 稿" + ("" if counts else "，已更正，不计")
    return [
        {"value": juror.name, "note": f"{juror.office}，{page.county(juror.county_id)}"},
        *({"value": points(mark)} for mark in row.sheet.marks),
        {"value": points(row.sheet.total)},
        {"value": state, "note": row.reason},
        {"value": row.label, "note": format_html("录入 {}", moment(row.recorded_at))},
    ]


def sheet_initial(found: SheetPage) -> dict[str, Any]:
    """Return what a sheet's form begins with: what stands, if anything does."""
    before = found.before
    marks = before.sheet.marks if before else ()
    known = {f"mark_{n}": f"{mark / TENTHS:g}" for n, mark in enumerate(marks, 1)}
    return {"seen": before.version if before else 0, "key": uuid.uuid4(), **known}


def sheet_context(found: SheetPage, form: SheetForm) -> dict[str, Any]:
    """Return the form of a sheet."""
    page = found.page
    return {
        "number": page.row.public_id,
        "contest": page.row.contest.title,
        "entrant": found.entrant.name,
        "county": page.county(found.entrant.county_id),
        "juror": found.juror.name,
        "for_another": found.juror.user_id is None,
        "corrects": found.before is not None,
        "form": form,
        "action": reverse(
            "supervision:contest-sheet",
            args=[page.row.public_id, found.juror.number, found.entrant.number],
        ),
    }
