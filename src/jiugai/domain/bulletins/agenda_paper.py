"""A meeting on paper (会议材料、会议纪要): the agenda from its facts, the minutes as they were taken."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from jiugai.domain.bulletins import binding, wording
from jiugai.domain.bulletins.agenda import Agenda
from jiugai.domain.bulletins.binding import About
from jiugai.domain.bulletins.document import (
    Appendix,
    Bulletin,
    Cell,
    Imprint,
    Level,
    Paragraph,
    SnapshotId,
    Table,
    runs_of,
    token,
)
from jiugai.domain.bulletins.figures import BoundFigure, FigureSet
from jiugai.domain.bulletins.minutes import level_of
from jiugai.domain.bulletins.order_paper_figures import lines_of

_ORDINALS = "一二三四五六七八九"


def compose_agenda(agenda: Agenda, imprint: Imprint, stands: SnapshotId) -> Bulletin:
    """Compose the papers of a meeting; the same facts give the same papers."""
    tables = tuple(_tables(agenda))
    figures = [*paper_figures(imprint, stands), *_counts(agenda)]
    figures += [figure for table in tables for figure in table.figures]
    book = FigureSet(binding.unique(figures))
    return Bulletin(
        imprint=imprint,
        snapshot=stands,
        figures=book,
        title=(*map(runs_of, ("全市城镇老旧小区改造", agenda.kind.word, "会议议程和材料")),),
        body=tuple(_body(agenda, book)),
        appendices=tuple(table.appendix for table in tables),
    )


def compose_minutes(
    kind_word: str, text: str, present: str, imprint: Imprint, stands: SnapshotId
) -> Bulletin:
    """Compose the minutes of a meeting; each line stands as it was taken, bound as a whole.

    :param present: who was there, a body or a person a line.
    """
    said, there = lines_of(text), lines_of(present)
    figures = [
        *paper_figures(imprint, stands),
        *_bound(said, "said", "纪要原文"),
        *_bound(there, "there", "出席"),
    ]
    body = [
        Paragraph(
            runs_of(f"{token('imprint.heldon')}，召开{kind_word}会议。现将会议情况纪要如下。")
        )
    ]
    body += [
        Paragraph(runs_of(token(f"said{number}")), level_of(line))
        for number, line in enumerate(said, start=1)
    ]
    if there:
        listed = "、".join(token(f"there{number}") for number in range(1, len(there) + 1))
        body.append(Paragraph(runs_of(f"出席：{listed}。")))
    return Bulletin(
        imprint=imprint,
        snapshot=stands,
        figures=FigureSet(binding.unique(figures)),
        title=(*map(runs_of, ("全市城镇老旧小区改造", kind_word, "会议纪要")),),
        body=tuple(body),
    )


def _bound(lines: Sequence[str], stem: str, label: str) -> Iterator[BoundFigure]:
    for number, line in enumerate(lines, start=1):
        yield binding.text(f"{stem}{number}", line, label)


def paper_figures(imprint: Imprint, stands: SnapshotId) -> Iterator[BoundFigure]:
    """Bind the marks of a meeting's paper, and where the register stood."""
    yield binding.day("snapshot.asof", stands.as_of, About("登记截止日"))
    yield binding.text("snapshot.seq", str(stands.seq), "登记序号")
    digest = wording.grouped(stands.digest)
    yield binding.text("snapshot.digest", digest, "所据登记SM3摘要", value=stands.digest)
    yield binding.day("imprint.issuedon", imprint.issued_on, About("成文日期"))
    printed_on = imprint.printed_on or imprint.issued_on
    yield binding.day("imprint.printedon", printed_on, About("印发日期"))
    yield binding.day("imprint.heldon", imprint.held_on or imprint.issued_on, About("会议日期"))
    if imprint.issue:
        number = wording.numeral(imprint.issue)
        yield binding.text("imprint.issue", f"第{number}期", "期号")


# --- The agenda's counts and sentences --------------------------------------------------


def _counts(agenda: Agenda) -> Iterator[BoundFigure]:
    yield binding.day("a.since", agenda.since, About("上次会议日期"))
    for step, many in agenda.reached:
        label = f"上次会议以来新增{step.word}小区数"
        yield binding.tallied(f"a.step{int(step)}", many, "个", About(label))
    counts = (
        ("a.corrected", agenda.corrected, "处", "更正或撤销的节点数"),
        ("a.running", agenda.running, "件", "在办督办事项数"),
        ("a.late", len(agenda.late_orders), "件", "逾期督办事项数"),
        ("a.behind", len(agenda.behind), "个", "已过期限的小区数"),
        ("a.behindin", len({one.county for one in agenda.behind}), "个", "涉及县区数"),
        ("a.owing", agenda.owing, "个", "应报月报县区数"),
        ("a.latereturns", len(agenda.late_returns), "个", "迟报或未报县区数"),
        ("a.unsent", sum(not one.is_sent for one in agenda.late_returns), "个", "未报县区数"),
    )
    for figure_id, many, unit, label in counts:
        yield binding.tallied(figure_id, many, unit, About(label))
    if agenda.late_orders:
        worst = max(one.days_late for one in agenda.late_orders)
        yield binding.tallied("a.worst", worst, "天", About("最长逾期天数"))
    if agenda.due_visits:
        leaders = len({one.number for one in agenda.due_visits})
        yield binding.tallied("a.visits", len(agenda.due_visits), "处", About("该走访的包抓事项数"))
        yield binding.tallied("a.visitors", leaders, "位", About("涉及领导数"))
    if agenda.idle:
        total = sum(one.fen for one in agenda.idle)
        yield binding.amount("a.idle", total, About("到位未拨付资金合计"))
    if agenda.idle_days is not None:
        yield binding.tallied("a.idledays", agenda.idle_days, "天", About("资金沉淀界线"))
    yield binding.text("a.month", agenda.month.in_prose, "月报报告期")


def _body(agenda: Agenda, book: FigureSet) -> Iterator[Paragraph]:
    yield Paragraph(
        runs_of(
            f"现将{agenda.kind.word}会议议程和材料送上，各数截至{token('snapshot.asof')}，"
            "由已登记的事实算出。"
        )
    )
    yield Paragraph(runs_of("一、会议议程"), Level.FIRST)
    listed = "；".join(f"{_ORDINALS[n]}是{words}" for n, words in enumerate(agenda.items))
    yield Paragraph(runs_of(f"{listed}。"))
    yield Paragraph(runs_of("二、会议材料"), Level.FIRST)
    for number, (head, said) in enumerate(_sections(agenda, book)):
        yield Paragraph(runs_of(f"（{_ORDINALS[number]}）{head}"), Level.SECOND)
        yield Paragraph(runs_of(said))


def _sections(agenda: Agenda, book: FigureSet) -> Iterator[tuple[str, str]]:
    since = "上次会议" if agenda.last_on else "首次会议，统计自"
    since += f"（{token('a.since')}）以来" if agenda.last_on else f"{token('a.since')}以来"
    fresh = "、".join(f"{step.word}{token(f'a.step{int(step)}')}" for step, _ in agenda.reached)
    told = f"新增{fresh}" if fresh else "没有小区进入新的环节"
    fixed = f"；更正或撤销{token('a.corrected')}" if agenda.corrected else ""
    yield "会间变化", f"{since}，{told}{fixed}。"
    late = f"其中逾期{token('a.late')}"
    late += f"，最长逾期{token('a.worst')}" if "a.worst" in book else ""
    yield "督办事项", f"在办督办事项{token('a.running')}，{late}。"
    if agenda.behind:
        yield (
            "已过期限的小区",
            f"已过期限仍未完成相应环节的小区{token('a.behind')}，涉及县区{token('a.behindin')}。",
        )
    if agenda.owing:
        yield (
            "月报报送",
            f"{token('a.month')}月报应报县区{token('a.owing')}，"
            f"迟报或未报{token('a.latereturns')}，其中未报{token('a.unsent')}。",
        )
    if agenda.idle:
        kept = f"满{token('a.idledays')}" if agenda.idle_days is not None else ""
        yield (
            "到位未拨付资金",
            f"资金到位{kept}、项目尚未开工而没有拨付的合计{token('a.idle')}。",
        )
    if agenda.due_visits:
        yield (
            "领导包抓走访",
            f"施工期间该走访而没有走访的包抓事项{token('a.visits')}，涉及领导{token('a.visitors')}。",
        )


# --- The agenda's tables ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Sheet:
    """An appendix with the figures of its cells."""

    appendix: Appendix
    figures: tuple[BoundFigure, ...]


def _tables(agenda: Agenda) -> Iterator[_Sheet]:
    yield from _sheet(
        "c",
        "上次会议以来变化情况表",
        {"县（市、区）": 4, "小区": 6, "批次": 4, "环节": 3, "日期": 6, "变化": 6},
        [
            (
                one.reached.county,
                one.reached.community,
                f"{one.reached.year}年批次",
                one.reached.step.word,
                wording.day(one.now) if one.now else "已撤销",
                f"原为{wording.day(one.before)}" if one.before else "新增",
            )
            for one in agenda.changes
        ],
    )
    yield from _sheet(
        "o",
        "逾期督办事项表",
        {"编号": 4, "责任单位": 5, "任务要求": 10, "期限": 6, "逾期": 3},
        [
            (one.label, one.owner, one.demand, wording.day(one.due_on), f"{one.days_late}天")
            for one in agenda.late_orders
        ],
    )
    yield from _behind_and_late(agenda)


def _behind_and_late(agenda: Agenda) -> Iterator[_Sheet]:
    yield from _sheet(
        "b",
        "已过期限小区表",
        {"县（市、区）": 4, "小区": 6, "批次": 4, "未完成的环节": 4, "期限": 6, "已过": 3},
        [
            (
                one.county,
                one.community,
                f"{one.year}年批次",
                one.step.word,
                wording.day(one.due_on),
                _days(one.due_on, agenda.held_on),
            )
            for one in agenda.behind
        ],
    )
    yield from _sheet(
        "r",
        "月报迟报、未报情况表",
        {"县（市、区）": 6, "迟": 3, "现状": 3},
        [
            (one.county, f"{one.days_late}天", "已报" if one.is_sent else "未报")
            for one in agenda.late_returns
        ],
    )
    yield from _sheet(
        "m",
        "到位未拨付资金表",
        {"县（市、区）": 6, "批次": 4, "金额（万元）": 5, "最早到位日期": 5},
        [
            (one.county, f"{one.year}年批次", wording.money(one.fen), wording.day(one.since))
            for one in agenda.idle
        ],
    )
    yield from _visits_due(agenda)


def _visits_due(agenda: Agenda) -> Iterator[_Sheet]:
    yield from _sheet(
        "v",
        "该走访的包抓领导表",
        {"领导": 5, "包抓什么": 8, "最近走访": 6, "已过": 3},
        [
            (
                one.leader,
                one.thing,
                wording.day(one.last_on) if one.last_on else "没有",
                f"{one.waiting}天",
            )
            for one in agenda.due_visits
        ],
    )


def _days(due_on: date, today: date) -> str:
    return f"{(today - due_on).days}天"


def _sheet(
    stem: str, name: str, columns: Mapping[str, int], rows: Sequence[Sequence[str]]
) -> Iterator[_Sheet]:
    """Yield a table of rows, each cell bound; nothing where there is no row.

    :param columns: heads with their shares of the width.
    """
    if not rows:
        return
    figures: list[BoundFigure] = []
    lines: list[tuple[Cell, ...]] = []
    for number, row in enumerate(rows, start=1):
        cells: list[Cell] = []
        for head, said in zip(columns, row, strict=True):
            figure_id = f"{stem}{number}.{len(cells) + 1}"
            figures.append(binding.text(figure_id, "".join(lines_of(said)) or "—", head))
            cells.append(Cell(runs_of(token(figure_id))))
        lines.append(tuple(cells))
    heads = tuple(Cell(runs_of(head)) for head in columns)
    table = Table(tuple(columns.values()), (heads,), tuple(lines))
    caption = runs_of(f"（截至{token('snapshot.asof')}）")
    yield _Sheet(Appendix(runs_of(name), caption, table), tuple(figures))
