"""The bulletin as a structured document (通报文稿): blocks of runs, a run plain or a bound figure.

Everything that will be printed is here, in the order of the page; how it looks on paper is the
matter of ``exchange.bulletin``. ``printed_lines`` is what an unedited print must read.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from jiugai.domain.bulletins.figures import FigureSet
from jiugai.domain.calendar import Month

TOKEN = re.compile(r"\{fig:([a-z0-9.]+)(\|bare)?\}")
"""A bound figure in source text: ``{fig:c2020.startrate.projects}``, ``{fig:l1.610922.rank|bare}``."""


@dataclass(frozen=True, slots=True)
class Text:
    """Plain words of a paragraph (文字)."""

    words: str


@dataclass(frozen=True, slots=True)
class FigureRun:
    """A bound figure in a paragraph (绑定数), in full or bare of its unit."""

    figure_id: str
    bare: bool = False


Run = Text | FigureRun


def runs_of(source: str) -> tuple[Run, ...]:
    """Return source text as runs; what is not a well-formed token is plain text."""
    runs: list[Run] = []
    end = 0
    for token in TOKEN.finditer(source):
        if token.start() > end:
            runs.append(Text(source[end : token.start()]))
        runs.append(FigureRun(token[1], bare=token[2] is not None))
        end = token.end()
    if end < len(source):
        runs.append(Text(source[end:]))
    return tuple(runs)


def source_of(runs: Iterable[Run]) -> str:
    """Return runs as source text, the inverse of ``runs_of``."""
    return "".join(
        run.words if isinstance(run, Text) else token(run.figure_id, bare=run.bare) for run in runs
    )


def token(figure_id: str, *, bare: bool = False) -> str:
    """Return the token that stands for a figure in source text."""
    return f"{{fig:{figure_id}{'|bare' if bare else ''}}}"


def text_of(runs: Iterable[Run], figures: FigureSet) -> str:
    """Return runs as they will be read."""
    return "".join(
        run.words if isinstance(run, Text) else figures[run.figure_id].text(run.bare)
        for run in runs
    )


class Level(Enum):
    """The level of a paragraph (层次), numbered as GB/T 9704 has it."""

    BODY = 0
    FIRST = 1  # 一、
    SECOND = 2  # （一）
    THIRD = 3  # 1.
    FOURTH = 4  # （1）


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body (段落).

    Attributes:
      edited: a clerk has rewritten it; its figures are still bound.
    """

    runs: tuple[Run, ...]
    level: Level = Level.BODY
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of an appendix table (单元格); figures are set to the right of names to the left."""

    runs: tuple[Run, ...]
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table of an appendix (附表).

    Attributes:
      widths: shares of the type area's width, one a column.
      heads: the head rows, repeated on each page.
    """

    widths: tuple[int, ...]
    heads: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Appendix:
    """An appendix (附件): its name, a line under it, its table and the notes below."""

    title: tuple[Run, ...]
    caption: tuple[Run, ...]
    table: Table
    notes: tuple[tuple[Run, ...], ...] = ()


class Template(Enum):
    """The form of the bulletin (版式)."""

    RED_HEAD = "red_head"  # 红头文件，文种通报
    SERIAL = "serial"  # 期刊式通报，第N期


@dataclass(frozen=True, slots=True)
class Imprint:
    """What the office says of its own paper (版头与版记要素): nothing here is counted.

    Attributes:
      mark: 发文机关标志, such as ``安康市人民政府办公室文件`` or ``安政通报``.
      issuer: 署名 and 印发机关.
      issued_on: 成文日期; on the serial form the date at the right of the head.
      addressees: 主送, without its colon or full stop.
      copies: 抄送 (or further 主送 lines of the serial form), one paragraph each, without stops.
      number: 发文字号 of the red-head form, such as ``安旧改办〔2020〕10号``; empty in a draft.
      issue: 期号 of the serial form; 0 in a draft.
      printed_on: 印发日期; the day of issue if none is given.
      held_on: the bracketed date under the title of the serial form; the snapshot's day if none.
      sealed: a seal will be put on it, which places the signature.
      remark: 附注, such as ``此件公开发布``; empty for none.
    """

    template: Template
    mark: str
    issuer: str
    issued_on: date
    addressees: str
    copies: tuple[str, ...] = ()
    number: str = ""
    issue: int = 0
    printed_on: date | None = None
    held_on: date | None = None
    sealed: bool = True
    remark: str = ""


@dataclass(frozen=True, slots=True)
class SnapshotId:
    """Which snapshot the figures come from (快照)."""

    city: str
    month: Month
    as_of: date
    seq: int
    digest: str


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A bulletin, ready to be printed (通报).

    Attributes:
      title: the title in pieces that must not be broken, 机关、事由、文种 in order.
    """

    imprint: Imprint
    snapshot: SnapshotId
    figures: FigureSet
    title: tuple[tuple[Run, ...], ...]
    body: tuple[Paragraph, ...]
    appendices: tuple[Appendix, ...] = ()

    @property
    def whence(self) -> str:
        """Return in one phrase what the figures are taken from: a closed month, or a day."""
        if MONTH in self.figures:
            return f"数据快照 {self.snapshot.month}"
        return f"办理登记 {self.snapshot.as_of:%Y-%m-%d}"


class Place(Enum):
    """Where a line stands on the paper (部位)."""

    HEAD = "版头"
    TITLE = "标题"
    ADDRESSEE = "主送"
    BODY = "正文"
    SIGNATURE = "落款"
    APPENDIX = "附件"
    TABLE = "附表"
    IMPRINT = "版记"


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or a row of a table, as it will be read (一行文字); cells are parted by tabs."""

    place: Place
    runs: tuple[Run, ...]


def printed_lines(bulletin: Bulletin) -> tuple[Line, ...]:
    """Return all that the paper says, in the order of the page."""
    return tuple(_lines(bulletin))


def _lines(bulletin: Bulletin) -> Iterator[Line]:
    yield from _head(bulletin.imprint)
    yield Line(Place.TITLE, runs_of("".join(source_of(piece) for piece in bulletin.title)))
    serial = bulletin.imprint.template is Template.SERIAL
    if serial:
        yield Line(Place.TITLE, runs_of(f"（{token('imprint.heldon')}）"))
    else:
        yield Line(Place.ADDRESSEE, runs_of(f"{bulletin.imprint.addressees}："))
    for paragraph in bulletin.body:
        yield Line(Place.BODY, paragraph.runs)
    for runs in attachment_lines(bulletin):
        yield Line(Place.BODY, runs)
    if not serial:
        yield Line(Place.SIGNATURE, runs_of(bulletin.imprint.issuer))
        yield Line(Place.SIGNATURE, runs_of(token("imprint.issuedon")))
        if bulletin.imprint.remark:
            yield Line(Place.SIGNATURE, runs_of(f"（{bulletin.imprint.remark}）"))
    for number in range(len(bulletin.appendices)):
        yield from _appendix_lines(bulletin, number)
    for runs in imprint_lines(bulletin):
        yield Line(Place.IMPRINT, runs)


def _head(imprint: Imprint) -> Iterator[Line]:
    yield Line(Place.HEAD, runs_of(imprint.mark))
    if imprint.template is Template.SERIAL:
        if imprint.issue:
            yield Line(Place.HEAD, runs_of(token("imprint.issue")))
        yield Line(Place.HEAD, runs_of(f"{imprint.issuer}\t{token('imprint.issuedon')}"))
    elif imprint.number:
        yield Line(Place.HEAD, runs_of(token("imprint.number")))


def attachment_lines(bulletin: Bulletin) -> tuple[tuple[Run, ...], ...]:
    """Return the lines that announce the appendices (附件说明); one alone bears no number."""
    titles = [source_of(appendix.title) for appendix in bulletin.appendices]
    if not titles:
        return ()
    if len(titles) == 1:
        return (runs_of(f"附件：{titles[0]}"),)
    numbered = [f"{number}. {title}" for number, title in enumerate(titles, start=1)]
    return tuple(
        runs_of(("附件：" if line == numbered[0] else "\u3000\u3000\u3000") + line)
        for line in numbered
    )


def appendix_label(bulletin: Bulletin, index: int) -> str:
    """Return ``附件``, or ``附件2`` where there are several."""
    return "附件" if len(bulletin.appendices) == 1 else f"附件{index + 1}"


def _appendix_lines(bulletin: Bulletin, index: int) -> Iterator[Line]:
    appendix = bulletin.appendices[index]
    yield Line(Place.APPENDIX, runs_of(appendix_label(bulletin, index)))
    yield Line(Place.APPENDIX, appendix.title)
    yield Line(Place.APPENDIX, appendix.caption)
    for row in (*appendix.table.heads, *appendix.table.rows):
        yield Line(Place.TABLE, _joined(cell.runs for cell in row))
    for note in appendix.notes:
        yield Line(Place.APPENDIX, note)


def _joined(cells: Iterable[tuple[Run, ...]]) -> tuple[Run, ...]:
    return runs_of("\t".join(source_of(cell) for cell in cells))


TRACE_ROOT = "trace.root"
MONTH = "snapshot.month"


def snapshot_lines(bulletin: Bulletin) -> int:
    """Return how many lines at the end of the 版记 tell the snapshot.

    One more where events were sealed by then; an older bulletin stays as it was.
    """
    return 3 if TRACE_ROOT in bulletin.figures else 2


def imprint_lines(bulletin: Bulletin) -> tuple[tuple[Run, ...], ...]:
    """Return the lines of the 版记; at the end the snapshot, its digest and the register's root."""
    imprint = bulletin.imprint
    if imprint.template is Template.SERIAL:
        first = [f"主送：{imprint.addressees}。"]
        copies = [f"抄送：{imprint.copies[0]}。"] if imprint.copies else []
        lines = first + copies + [f"{copy}。" for copy in imprint.copies[1:]]
    else:
        lines = [f"抄送：{'；'.join(imprint.copies)}。"] if imprint.copies else []
        lines.append(f"{imprint.issuer}\t{token('imprint.printedon')}印发")
    # A paper of an order is of a day and not of a closed month: it tells where the register stood.
    whence = f"数据快照：{token(MONTH)}，" if MONTH in bulletin.figures else "办理登记："
    lines.append(f"{whence}截至{token('snapshot.asof')}，序号{token('snapshot.seq')}")
    lines.append(f"SM3摘要：{token('snapshot.digest')}")
    if snapshot_lines(bulletin) > 2:
        lines.append(f"留痕根：{token('trace.size')}，{token(TRACE_ROOT)}")
    return tuple(runs_of(line) for line in lines)
