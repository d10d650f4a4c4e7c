"""The papers of an order (督办公文): which may be made now, and what each one says.

All three are composed from the order and its deeds alone. Whatever is counted or was typed into the
order stands in the text as a bound figure, so that no number of a paper has no source.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from jiugai.domain.bulletins.document import (
    Bulletin,
    Imprint,
    Level,
    Paragraph,
    SnapshotId,
    runs_of,
    token,
)
from jiugai.domain.bulletins.figures import FigureSet
from jiugai.domain.bulletins.order_paper_figures import (
    OrderOnPaper,
    PaperWords,
    figures_of,
    lines_of,
)
from jiugai.domain.bulletins.wording import numeral
from jiugai.domain.findings import Finding
from jiugai.domain.supervision.orders.ladder import Proposed, Rung

_NOTHING = "没有签发。"
LONGEST = {"at": 32, "place": 80, "who": 120, "more": 1000}
"""How many characters may be typed into a paper, by field."""


class PaperKind(Enum):
    """A paper of an order (督办公文); the values are stored."""

    SUPERVISE = "supervise"
    RECTIFY = "rectify"
    SUMMON = "summon"

    @property
    def word(self) -> str:
        """Return what the paper is called, as its title ends."""
        return _WORDS[self]

    @property
    def series(self) -> str:
        """Return the character by which its numbers are told from those of other papers."""
        return _SERIES[self]


_WORDS = {
    PaperKind.SUPERVISE: "督办单",
    PaperKind.RECTIFY: "限期整改通知",
    PaperKind.SUMMON: "约谈通知",
}
_SERIES = {PaperKind.SUPERVISE: "督", PaperKind.RECTIFY: "整", PaperKind.SUMMON: "约"}
_NOT_YET = {
    PaperKind.SUPERVISE: "督办单在交办以后、反馈以前开具",
    PaperKind.RECTIFY: "限期整改通知要在事项逾期或者核查退回以后、责任单位还没有反馈时开具",
    PaperKind.SUMMON: "约谈通知要在逾期天数达到约谈界线以后、责任单位还没有反馈时开具",
}


def number_of(office: str, kind: PaperKind, year: int, number: int) -> str:
    """Return a paper's number (发文字号), such as ``安旧改督〔2020〕5号``."""
    return f"{office}{kind.series}〔{year}〕{number}号"


def offered(order: OrderOnPaper, proposed: Proposed | None) -> tuple[PaperKind, ...]:
    """Return the papers that an order may be given now, the mildest first."""
    known = order.standing
    if not known.state.waits_for_owner:
        return ()
    kinds = [PaperKind.SUPERVISE]
    if order.days_late or known.returned:
        kinds.append(PaperKind.RECTIFY)
    if proposed is not None and proposed.rule.rung in {Rung.SUMMON, Rung.ACCOUNT}:
        kinds.append(PaperKind.SUMMON)
    return tuple(kinds)


def check_paper(
    kind: PaperKind,
    words: PaperWords,
    order: OrderOnPaper,
    proposed: Proposed | None,
    today: date,
) -> tuple[Finding, ...]:
    """Return what forbids a paper, all at once; empty if it may be made."""
    return tuple(_checked(kind, words, order, proposed, today))


def _checked(
    kind: PaperKind,
    words: PaperWords,
    order: OrderOnPaper,
    proposed: Proposed | None,
    today: date,
) -> Iterator[Finding]:
    if kind not in offered(order, proposed):
        yield Finding(
            "paper.out_of_turn",
            f"{_NOT_YET[kind]}；这件事项现在是“{order.standing.state.word}”，"
            f"逾期{order.days_late}天。{_NOTHING}",
        )
    for name, most in LONGEST.items():
        long = len(getattr(words, name))
        if long > most:
            yield Finding(
                "paper.too_long", f"填写的一项有{long}字，最多{most}字，请写短些。{_NOTHING}"
            )
    if kind is PaperKind.SUPERVISE:
        return
    told = "整改期限" if kind is PaperKind.RECTIFY else "约谈日期"
    if words.due_on is None:
        yield Finding("paper.no_day", f"没有填{told}，例如 2020-12-05。{_NOTHING}")
    elif words.due_on < today:
        yield Finding(
            "paper.day_in_the_past",
            f"{told}{words.due_on:%Y-%m-%d}已经过去，请改写。{_NOTHING}",
        )
    if kind is PaperKind.SUMMON and not (lines_of(words.place) and lines_of(words.who)):
        yield Finding(
            "paper.no_place",
            f"约谈要写明地点和参加人员，例如“市住建局三楼会议室”“县住建局主要负责人”。{_NOTHING}",
        )


@dataclass(frozen=True, slots=True)
class _Draft:
    """The body under way."""

    paragraphs: list[Paragraph]
    book: FigureSet

    def head(self, words: str) -> None:
        number = 1 + sum(one.level is Level.FIRST for one in self.paragraphs)
        self._add(f"{numeral(number)}、{words}", Level.FIRST)

    def say(self, source: str) -> None:
        self._add(source, Level.BODY)

    def lines(self, stem: str) -> bool:
        """Say what was typed under a stem, a paragraph a line; False if nothing was."""
        number = 1
        while f"{stem}{number}" in self.book:
            self.say(token(f"{stem}{number}"))
            number += 1
        return number > 1

    def has(self, figure_id: str) -> bool:
        return figure_id in self.book

    def _add(self, source: str, level: Level) -> None:
        self.paragraphs.append(Paragraph(runs_of(source), level))


def compose_paper(
    kind: PaperKind,
    order: OrderOnPaper,
    words: PaperWords,
    imprint: Imprint,
    stands: SnapshotId,
) -> Bulletin:
    """Compose a paper of an order; the same values give the same paper.

    :param stands: as of when the order is told, with the digest of its deeds.
    """
    book = figures_of(order, words, imprint, stands)
    draft = _Draft([], book)
    {
        PaperKind.SUPERVISE: _supervise,
        PaperKind.RECTIFY: _rectify,
        PaperKind.SUMMON: _summon,
    }[kind](draft)
    title = (imprint.issuer, f"关于{token('duty.number')}事项的", kind.word)
    return Bulletin(
        imprint=imprint,
        snapshot=stands,
        figures=book,
        title=tuple(runs_of(piece) for piece in title),
        body=tuple(draft.paragraphs),
    )


def _supervise(draft: _Draft) -> None:
    by = f"根据{token('duty.source')}，" if draft.has("duty.source") else ""
    draft.say(f"{by}现将下列事项交由你单位办理，编号{token('duty.number')}。")
    draft.head("任务要求")
    draft.lines("duty.demand")
    draft.head("办理期限")
    _say_due(draft)
    draft.head("办理要求")
    draft.say("请你单位收到后即予签收，明确专人负责，在期限内书面反馈办理情况并附凭据。")
    if draft.has("duty.partners"):
        draft.say(f"请{token('duty.partners')}配合办理，由你单位牵头。")
    if draft.has("wait.needed"):
        draft.say(
            f"本事项的销号条件：{token('wait.year')}批次有{token('wait.needed')}小区"
            f"{token('wait.step')}；按已登记的事实，现有{token('wait.reached')}。"
        )
    draft.say(
        "反馈后由本办另派人员核查，核查通过并经复核方可销号。确需延期的，应在到期前说明理由。"
    )
    if draft.has("duty.sentence1"):
        draft.head("文件原文")
        draft.lines("duty.sentence")


def _say_due(draft: _Draft) -> None:
    if not draft.has("duty.due"):
        if draft.has("duty.deadline"):
            draft.say(f"原文写作“{token('duty.deadline')}”，日期未定，由本办商你单位另行明确。")
        else:
            draft.say("期限未定，由本办商你单位另行明确。")
        return
    said = f"（原文写作“{token('duty.deadline')}”）" if draft.has("duty.deadline") else ""
    draft.say(f"请于{token('duty.due')}前办结{said}。")
    if draft.has("duty.extended"):
        draft.say(f"本事项原定{token('duty.firstdue')}前办结，已准予延期{token('duty.extended')}。")


def _rectify(draft: _Draft) -> None:
    draft.say(f"现就{token('duty.number')}督办事项，要求你单位限期整改。")
    draft.head("存在问题")
    _say_how_it_stands(draft)
    if draft.has("duty.because1"):
        draft.say("最近一次退回时指出：")
        draft.lines("duty.because")
    draft.head("整改要求")
    draft.say("对照下列任务要求逐项整改：")
    draft.lines("duty.demand")
    draft.lines("typed.more")
    draft.head("整改期限")
    draft.say(
        f"请于{token('typed.due')}前整改到位，并书面反馈整改情况、附凭据。"
        "到期仍未整改到位的，将按规定予以通报、约谈。"
    )
    draft.say("特此通知。")


def _summon(draft: _Draft) -> None:
    draft.say(f"因{token('duty.number')}督办事项逾期未办结，决定对你单位进行约谈。")
    draft.head("约谈事由")
    _say_how_it_stands(draft)
    draft.say("任务要求是：")
    draft.lines("duty.demand")
    draft.head("时间和地点")
    at = token("typed.at") if draft.has("typed.at") else ""
    draft.say(f"时间：{token('typed.due')}{at}。")
    draft.say(f"地点：{token('typed.place')}。")
    draft.head("参加人员")
    draft.say(f"{token('typed.who')}。")
    draft.head("有关要求")
    draft.say("请携带书面材料，说明未按期办结的原因、整改措施和完成时限，并于约谈当日提交。")
    draft.lines("typed.more")
    draft.say("特此通知。")


def _say_how_it_stands(draft: _Draft) -> None:
    """Say since when, until when and how late, as the deeds have it."""
    told = f"该事项于{token('duty.assigned')}交办"
    if draft.has("duty.due"):
        told += f"，要求{token('duty.due')}前办结"
    told += f"。截至{token('snapshot.asof')}，尚未办结"
    if draft.has("duty.late"):
        told += f"，已逾期{token('duty.late')}"
    draft.say(f"{told}。")
    done = [
        f"{word}{token(figure_id)}"
        for figure_id, word in (
            ("duty.extended", "准予延期"),
            ("duty.chased", "催办"),
            ("duty.returned", "退回整改"),
        )
        if draft.has(figure_id)
    ]
    if done:
        draft.say(f"其间{'，'.join(done)}。")
