"""A county's defence file on paper (自证档案成文): every line of it a bound text, its digest in the foot."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from jiugai.domain.bulletins import binding, wording
from jiugai.domain.bulletins.agenda_paper import paper_figures
from jiugai.domain.bulletins.binding import About
from jiugai.domain.bulletins.document import (
    Appendix,
    Bulletin,
    Cell,
    Imprint,
    Paragraph,
    SnapshotId,
    Table,
    runs_of,
    token,
)
from jiugai.domain.bulletins.figures import BoundFigure, FigureSet
from jiugai.domain.bulletins.order_paper_figures import lines_of
from jiugai.domain.reporting.doubts.numbers import grounds_in_words
from jiugai.domain.supervision.defence import (
    DefenceFact,
    DefenceFile,
    DefencePart,
    ReturnKept,
    sentence_of,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
_FACTS = {"登记号": 3, "登记时间": 5, "经手": 6, "事项": 12, "摘要": 6}
_KEPT = {"月份": 4, "环节": 4, "由谁办": 5, "期限": 5, "办结时间": 6, "迟": 3}
_SEALED = {"登记号": 3, "留痕条目": 3, "条目摘要": 12}


def compose_defence(file: DefenceFile, imprint: Imprint, stands: SnapshotId) -> Bulletin:
    """Compose a county's file; the same facts give the same paper."""
    sheets = list(_sheets(file))
    figures = [*paper_figures(imprint, stands), *_counts(file)]
    for _, _, _, bound in sheets:
        figures += bound
    return Bulletin(
        imprint=imprint,
        snapshot=stands,
        figures=FigureSet(binding.unique(figures)),
        title=(*map(runs_of, (token("d.county"), "城镇老旧小区改造", "自证档案")),),
        body=tuple(_body(file)),
        appendices=tuple(_appendix(*sheet[:3]) for sheet in sheets),
    )


def _counts(file: DefenceFile) -> Iterator[BoundFigure]:
    yield binding.name("d.county", file.county, "县区", file.county)
    yield binding.day("d.since", file.since, About("起始日"))
    yield binding.day("d.until", file.until, About("截止日"))
    yield binding.tallied("d.all", len(file.facts), "条", About("所列事实数"))
    for part in DefencePart:
        many = len(file.of(part))
        yield binding.tallied(f"d.{part.value}", many, "条", About(f"{part.word}条数"))
    yield binding.tallied("d.sealed", len(file.sealed), "份", About("已封存报送数"))
    if file.trace_size:
        yield binding.text("d.size", f"{file.trace_size}条", "留痕条数")
        root = wording.grouped(file.trace_root)
        yield binding.text("d.root", root, "留痕根", value=file.trace_root)
    for number, (claim, grade, many) in enumerate(file.grades, start=1):
        yield binding.text(f"d.grade{number}", f"{claim}{grade}级{many}个", "证据等级")


def _body(file: DefenceFile) -> Iterator[Paragraph]:
    listed = "，".join(f"{part.word}{token(f'd.{part.value}')}" for part in DefencePart)
    yield Paragraph(
        runs_of(
            f"本档案列出{token('d.since')}至{token('d.until')}登记的与{token('d.county')}有关的事实"
            f"{token('d.all')}，其中{listed}。时间一律是登记簿的时钟，不由任何人填写。"
        )
    )
    if file.grades:
        grades = "，".join(token(f"d.grade{n}") for n in range(1, len(file.grades) + 1))
        yield Paragraph(runs_of(f"所报开工、完工的证据等级：{grades}。"))
    if file.trace_size:
        yield Paragraph(
            runs_of(
                f"本期报送已封存{token('d.sealed')}，都在{token('d.size')}留痕之内，"
                f"留痕根SM3 {token('d.root')}。"
            )
        )
    yield Paragraph(
        runs_of(f"全部所列事实的SM3摘要为{token('snapshot.digest')}，改动一字即不相同。")
    )


def _sheets(
    file: DefenceFile,
) -> Iterator[tuple[str, Mapping[str, int], list[tuple[Cell, ...]], list[BoundFigure]]]:
    named: list[tuple[str, str, Mapping[str, int], list[Sequence[str]]]] = [
        ("k", "月报各环节及时情况表", _KEPT, [row for one in file.returns for row in _kept(one)])
    ]
    for part in DefencePart:
        rows: list[Sequence[str]] = [_row(fact) for fact in file.of(part)]
        named.append((part.value[:1] + part.value[-2:], f"{part.word}表", _FACTS, rows))
    sealed: list[Sequence[str]] = [
        (str(one.seq), str(one.index), one.event_digest) for one in file.sealed
    ]
    named.append(("s", "报送封存情况表", _SEALED, sealed))
    for stem, name, columns, rows in named:
        if rows:
            cells, bound = _bound(stem, columns, rows)
            yield name, columns, cells, bound


def _bound(
    stem: str, columns: Mapping[str, int], rows: Sequence[Sequence[str]]
) -> tuple[list[tuple[Cell, ...]], list[BoundFigure]]:
    cells: list[tuple[Cell, ...]] = []
    figures: list[BoundFigure] = []
    for number, row in enumerate(rows, start=1):
        line = []
        for place, (head, said) in enumerate(zip(columns, row, strict=True), start=1):
            figure_id = f"{stem}{number}.{place}"
            figures.append(binding.text(figure_id, "".join(lines_of(said)) or "—", head))
            line.append(Cell(runs_of(token(figure_id))))
        cells.append(tuple(line))
    return cells, figures


def _appendix(name: str, columns: Mapping[str, int], cells: list[tuple[Cell, ...]]) -> Appendix:
    heads = tuple(Cell(runs_of(head)) for head in columns)
    table = Table(tuple(columns.values()), (heads,), tuple(cells))
    caption = runs_of(f"（{token('d.since')}至{token('d.until')}）")
    return Appendix(runs_of(name), caption, table)


def _row(fact: DefenceFact) -> Sequence[str]:
    grounds = grounds_in_words(fact.formula, fact.numbers)
    return (
        str(fact.seq),
        _moment(fact.recorded_at),
        fact.by,
        "；".join(filter(None, (sentence_of(fact), grounds))),
        fact.digest,
    )


def _kept(one: ReturnKept) -> Iterator[Sequence[str]]:
    for timing in one.timings:
        yield (
            one.month.in_prose,
            timing.stage.word,
            timing.holder,
            wording.day(timing.due_on),
            _moment(timing.left_at) if timing.left_at else "还没有办",
            f"{timing.late}天" if timing.late else "没有迟",
        )


def _moment(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
