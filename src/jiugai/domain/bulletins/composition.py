"""Composes a bulletin from a snapshot (通报起草).

Overall figures and rates, then who leads and who trails, then problems with units and projects
named, then what is asked and by when, then the table. Each sentence stands on a figure that is
there; where one is missing the text says 未定 or says nothing, and never a number of its own.
"""

from dataclasses import replace

from jiugai.domain.bulletins.appendices import appendices
from jiugai.domain.bulletins.catalogue import figure_set
from jiugai.domain.bulletins.document import (
    Bulletin,
    FigureRun,
    Imprint,
    Paragraph,
    Place,
    Run,
    SnapshotId,
    Template,
    runs_of,
)
from jiugai.domain.bulletins.draft import Draft
from jiugai.domain.bulletins.figures import SnapshotFigures
from jiugai.domain.bulletins.heard import write_heard
from jiugai.domain.bulletins.problems import write_problems
from jiugai.domain.bulletins.progress import write_progress
from jiugai.domain.bulletins.record import BulletinRecord, record_of
from jiugai.domain.bulletins.requirements import write_requirements
from jiugai.domain.bulletins.standings import write_standings


def compose(figures: SnapshotFigures, imprint: Imprint) -> Bulletin:
    """Compose a bulletin; the same snapshot and the same imprint give the same text.

    :raises ValueError: if the figures contradict one another.
    """
    book = figure_set(figures, imprint)
    draft = Draft(figures, book)
    as_of = draft.fig("snapshot.asof")
    draft.say(f"现将截至{as_of}全市城镇老旧小区改造进展情况通报如下。")
    write_progress(draft)
    write_standings(draft)
    write_heard(draft)
    write_problems(draft)
    write_requirements(draft)
    if imprint.template is Template.RED_HEAD:
        draft.say("特此通报。")
    return Bulletin(
        imprint=imprint,
        snapshot=SnapshotId(
            figures.city, figures.month, figures.as_of, figures.seq, figures.digest
        ),
        figures=book,
        title=_title(draft, imprint),
        body=tuple(draft.paragraphs),
        appendices=appendices(draft),
    )


def record_without_paper(figures: SnapshotFigures) -> BulletinRecord:
    """Return what a bulletin of these figures says, for a file of which nothing else is known.

    Number, signature and dates of issue are the paper's own and unknown here, so they are left out.
    """
    imprint = Imprint(Template.RED_HEAD, "", "", figures.as_of, "")
    record = record_of(compose(figures, imprint))
    known = figure_set(figures, None)
    lines = tuple(
        line
        for line in record.lines
        if line.place not in (Place.HEAD, Place.ADDRESSEE, Place.SIGNATURE)
        and all(run.figure_id in known for run in line.runs if isinstance(run, FigureRun))
    )
    return BulletinRecord(record.snapshot, known, lines)


def edited(bulletin: Bulletin, body: tuple[Paragraph, ...]) -> Bulletin:
    """Return the bulletin with a clerk's body; paragraphs that changed are marked as edited."""
    composed = {(paragraph.level, paragraph.runs) for paragraph in bulletin.body}
    marked = tuple(
        replace(paragraph, edited=(paragraph.level, paragraph.runs) not in composed)
        for paragraph in body
    )
    return replace(bulletin, body=marked)


def _title(draft: Draft, imprint: Imprint) -> tuple[tuple[Run, ...], ...]:
    """Return 机关、事由、文种; the serial form names the office in its head already."""
    office = [imprint.issuer] if imprint.template is Template.RED_HEAD else []
    pieces = [
        *office,
        f"关于{draft.fig('snapshot.month')}",
        "全市",
        "城镇老旧小区改造",
        "进展情况的通报",
    ]
    return tuple(runs_of(piece) for piece in pieces)
