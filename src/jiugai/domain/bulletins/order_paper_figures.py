"""The bound figures of an order's paper (督办公文绑定数): counted from the deeds, or as typed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from jiugai.domain.bulletins import binding, wording
from jiugai.domain.bulletins.binding import About
from jiugai.domain.bulletins.document import Imprint, SnapshotId
from jiugai.domain.bulletins.figures import BoundFigure, FigureSet
from jiugai.domain.supervision.orders.chain import OrderStanding
from jiugai.domain.supervision.orders.waits import Arrival


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderOnPaper:
    """An order as its paper tells it (公文所据事项), as of the day of the paper.

    Attributes:
      label: the order's number, such as ``督〔2020〕5号``.
      deadline: the day as the paper that gave it words it.
      because: what the last return of an answer found wanting.
    """

    label: str
    owner: str
    demand: str
    standing: OrderStanding
    days_late: int = 0
    partners: str = ""
    deadline: str = ""
    source: str = ""
    sentence: str = ""
    because: str = ""
    arrival: Arrival | None = None


@dataclass(frozen=True, slots=True)
class PaperWords:
    """What is typed into a paper (公文填写项).

    Attributes:
      due_on: the day by which to rectify, or the day of the talk.
      at: the hour of the talk, as typed: ``上午9:30``.
      more: further demands, a paragraph a line.
    """

    due_on: date | None = None
    at: str = ""
    place: str = ""
    who: str = ""
    more: str = ""


def lines_of(text: str) -> tuple[str, ...]:
    """Return a typed text as lines fit to print: none empty, no character that paper cannot show."""
    shown = ("".join(char for char in line if char.isprintable()) for line in text.splitlines())
    return tuple(line.strip() for line in shown if line.strip())


def printable(text: str) -> str:
    """Return a name fit to print in one line, without the braces that would bind a figure."""
    return "".join(lines_of(text)).replace("{", "｛").replace("}", "｝")


def figures_of(
    order: OrderOnPaper, words: PaperWords, imprint: Imprint, stands: SnapshotId
) -> FigureSet:
    """Return all figures that the paper of an order may use, by id."""
    found = [*_paper(imprint, stands), *_order(order), *_waiting(order), *_typed(words)]
    return FigureSet(binding.unique(found), (order.owner,))


def _paper(imprint: Imprint, stands: SnapshotId) -> Iterator[BoundFigure]:
    yield binding.day("snapshot.asof", stands.as_of, About("登记截止日"))
    yield binding.text("snapshot.seq", str(stands.seq), "登记序号")
    digest = wording.grouped(stands.digest)
    yield binding.text("snapshot.digest", digest, "办理记录SM3摘要", value=stands.digest)
    yield binding.day("imprint.issuedon", imprint.issued_on, About("成文日期"))
    printed_on = imprint.printed_on or imprint.issued_on
    yield binding.day("imprint.printedon", printed_on, About("印发日期"))
    if imprint.number:
        yield binding.text("imprint.number", imprint.number, "发文字号")


def _order(order: OrderOnPaper) -> Iterator[BoundFigure]:
    known = order.standing
    yield binding.text("duty.number", order.label, "督办事项编号")
    days = (
        ("duty.assigned", known.assigned_on, "交办日期"),
        ("duty.due", known.due_on, "办理期限"),
        ("duty.firstdue", known.first_due_on, "原定期限"),
    )
    for figure_id, on, label in days:
        if on is not None:
            yield binding.day(figure_id, on, About(label))
    counts = (
        ("duty.late", order.days_late, "天", "逾期天数"),
        ("duty.chased", known.chased, "次", "催办次数"),
        ("duty.extended", known.extended, "次", "准予延期次数"),
        ("duty.returned", known.returned, "次", "退回整改次数"),
    )
    for figure_id, number, unit, label in counts:
        if number:
            yield binding.tallied(figure_id, number, unit, About(label))
    texts = (
        ("duty.partners", order.partners, "配合单位"),
        ("duty.deadline", order.deadline, "期限原文"),
        ("duty.source", order.source, "来源"),
    )
    for figure_id, said, label in texts:
        if lines_of(said):
            yield binding.text(figure_id, "".join(lines_of(said)), label)
    yield from _lines("duty.demand", order.demand, "任务要求")
    yield from _lines("duty.sentence", order.sentence, "文件原文")
    yield from _lines("duty.because", order.because, "退回理由")


def _waiting(order: OrderOnPaper) -> Iterator[BoundFigure]:
    arrival = order.arrival
    if arrival is None or not arrival.needed:
        return
    step = arrival.wait.step.word
    yield binding.year("wait.year", arrival.wait.year)
    yield binding.text("wait.step", step, "销号条件节点")
    about = f"{arrival.wait.year}年批次"
    yield binding.tallied("wait.needed", arrival.needed, "个", About(f"{about}应{step}小区数"))
    yield binding.tallied("wait.reached", arrival.reached, "个", About(f"{about}已{step}小区数"))


def _typed(words: PaperWords) -> Iterator[BoundFigure]:
    if words.due_on is not None:
        yield binding.day("typed.due", words.due_on, About("公文所定日期"))
    for name, label in (("at", "约谈时间"), ("place", "约谈地点"), ("who", "参加人员")):
        said = "".join(lines_of(getattr(words, name)))
        if said:
            yield binding.text(f"typed.{name}", said, label)
    yield from _lines("typed.more", words.more, "补充要求")


def _lines(stem: str, text: str, label: str) -> Iterator[BoundFigure]:
    for number, line in enumerate(lines_of(text), start=1):
        yield binding.text(f"{stem}{number}", line, label)
