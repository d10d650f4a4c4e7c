"""Checks an edited bulletin against its snapshot (校对): every number, name and day.

Three witnesses, the strongest first: the place of the words in the issued text, the binding that
a figure still bears, and what the sentence itself speaks of.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from jiugai.domain.bulletins import context as contexts
from jiugai.domain.bulletins.agreement import agrees, says
from jiugai.domain.bulletins.alignment import Alignment, Landing, align
from jiugai.domain.bulletins.document import Place
from jiugai.domain.bulletins.figures import BoundFigure, Kind
from jiugai.domain.bulletins.lint_report import (
    LintFinding,
    LintReport,
    Verdict,
    disagreement,
    excerpt_of,
    no_source,
    place_of,
)
from jiugai.domain.bulletins.mentions import Mention, mentions
from jiugai.domain.bulletins.names import near_misses
from jiugai.domain.bulletins.rank_words import rank_findings
from jiugai.domain.bulletins.record import BulletinRecord, Mark, ReadLine
from jiugai.domain.bulletins.sentences import Sentence, Slot, issued_sentences, sentences_of
from jiugai.domain.findings import Weight

_EDGES = "，、。；：（）() \t"


def proofread(record: BulletinRecord, lines: Sequence[ReadLine]) -> LintReport:
    """Check what a file says against what its snapshot says."""
    return _Proof(record, lines).report()


class _Proof:
    """One reading of one file, with its counts."""

    def __init__(self, record: BulletinRecord, lines: Sequence[ReadLine]) -> None:
        self.record = record
        self.lines = lines
        self.figures = record.figures
        self.findings: list[tuple[int, int, LintFinding]] = []
        self.checked = self.agree = 0
        self.restated: set[str] = set()
        issued = issued_sentences(record.lines, record.figures)
        read = [
            sentence
            for index, line in enumerate(lines)
            for sentence in sentences_of(index, line.text, line.place)
        ]
        self.aligned: Alignment = align(issued, read)
        self.homes = _homes(self.aligned)

    def report(self) -> LintReport:
        self._unchanged()
        for landing in self.aligned.landings:
            self._landing(landing)
        lost = self._by_their_marks()
        for index, line in enumerate(self.lines):
            for mention in mentions(line.text):
                if (index, mention.start) not in self.aligned.settled:
                    self._stray(index, mention)
        self._lost(lost)
        self._names_and_ranks()
        ordered = tuple(f for _, _, f in sorted(self.findings, key=lambda each: each[:2]))
        return LintReport(self.record.snapshot, self.checked, self.agree, ordered)

    def _tell(self, line: int, at: int, finding: LintFinding) -> None:
        self.findings.append((line, at, finding))

    def _is_told(self, index: int, mention: Mention) -> bool:
        """Say whether a number touches words already found wrong: pieces of one slip of the pen."""
        return any(
            line == index and mention.start <= at + len(finding.read) + 1 and at <= mention.end + 1
            for line, at, finding in self.findings
            if finding.read
        )

    def _agreed(self) -> None:
        self.checked += 1
        self.agree += 1

    def _unchanged(self) -> None:
        """Count the figures of sentences that stayed; one that moved must still speak of its own."""
        for issued, read in self.aligned.unchanged:
            for slot in issued.slots:
                figure = self.figures[slot.run.figure_id]
                other = self._misplaced(issued, read, figure)
                if other is None:
                    self._agreed()
                    continue
                self.checked += 1
                start = read.start + slot.start - issued.start
                span = (start, start + slot.end - slot.start)
                hint = f"这句话移到了说{other}年批次的一段里，读起来像是{other}年的数。"
                line = self.lines[read.line]
                found = disagreement(line, span, figure, figure.text(slot.run.bare), hint)
                self._tell(read.line, start, found)

    def _misplaced(self, issued: Sentence, read: Sentence, figure: BoundFigure) -> int | None:
        """Return the cohort that a moved sentence now seems to speak of, if it is another."""
        if figure.cohort is None or figure.kind is Kind.DATE or issued.place is Place.TABLE:
            return None
        if self.homes.get(issued.line, read.line) == read.line:
            return None
        if any(self.figures[s.run.figure_id].value == figure.cohort for s in issued.slots):
            return None
        before = self.lines[read.line].text[: read.start]
        named = [
            m.value for m in mentions(before) if m.kind is Kind.DATE and isinstance(m.value, int)
        ]
        now = named[-1] if named else None
        cohorts = {each.cohort for each in self.figures}
        return now if isinstance(now, int) and now in cohorts and now != figure.cohort else None

    def _landing(self, landing: Landing) -> None:
        """Judge the words that now stand where a figure stood."""
        figure, bare = self.figures[landing.slot.run.figure_id], landing.slot.run.bare
        line = self.lines[landing.line]
        span = self._widened(landing)
        words = line.text[span[0] : span[1]]
        if says(words, figure, bare=bare) or self._reworded(landing.line, span, figure):
            self._agreed()
            return
        self.checked += 1
        hint = self._swapped(words, figure)
        found = disagreement(line, span, figure, figure.text(bare), hint)
        self._tell(landing.line, span[0], found)

    def _widened(self, landing: Landing) -> tuple[int, int]:
        """Return a stretch without its edges, or that of the binding if it lies there."""
        line = self.lines[landing.line]
        for mark in line.marks:
            inside = landing.start <= mark.start and mark.end <= landing.end
            if mark.figure_id == landing.slot.run.figure_id and inside and mark.end > mark.start:
                numbers = [
                    m for m in mentions(line.text) if m.start < mark.end and m.end > mark.start
                ]
                start = min([mark.start, *(m.start for m in numbers)])
                return start, max([mark.end, *(m.end for m in numbers)])
        start, end = landing.start, landing.end
        while start < end and line.text[start] in _EDGES:
            start += 1
        while end > start and line.text[end - 1] in _EDGES:
            end -= 1
        return start, end

    def _reworded(self, index: int, span: tuple[int, int], figure: BoundFigure) -> bool:
        """Say whether a rewritten sentence names, in its own words, another figure and has it right."""
        if figure.kind in (Kind.DATE, Kind.NAME, Kind.TEXT):
            return False
        inside = [m for m in mentions(self.lines[index].text) if (m.start, m.end) == span]
        if len(inside) != 1 or self.lines[index].place is Place.TABLE:
            return False
        if inside[0].kind is not figure.kind:
            return False
        around = self._context(index, inside[0])
        of = contexts.candidates(around, inside[0], self.figures)
        same = any(each.id == figure.id for each in of)
        return around.is_firm and not same and contexts.all_agree(inside[0], of)

    def _context(self, index: int, mention: Mention) -> contexts.Context:
        year = self.record.snapshot.as_of.year
        return contexts.context_of(self.lines[index].text, mention, self.figures, year)

    def _swapped(self, words: str, figure: BoundFigure) -> str:
        """Return the hint that the words are another figure of the same kind, if they are one."""
        if not words:
            return ""
        for other in self.figures:
            alike = other.kind is figure.kind and other.value != figure.value
            if alike and says(words, other):
                return f"“{words}”在快照里是{other.label}。"
        return ""

    def _by_their_marks(self) -> list[tuple[Slot, Sentence]]:
        """Find figures without a trace by the binding they still bear; return those without one."""
        borne: dict[str, list[tuple[int, Mark]]] = defaultdict(list)
        for index, line in enumerate(self.lines):
            for mark in line.marks:
                if mark.end > mark.start and not self._is_settled(index, mark.start, mark.end):
                    borne[mark.figure_id].append((index, mark))
        left = []
        for slot, sentence in self.aligned.lost:
            if not borne[slot.run.figure_id]:
                left.append((slot, sentence))
                continue
            index, mark = borne[slot.run.figure_id].pop(0)
            self._bound(index, mark, slot.run.bare)
        return left

    def _is_settled(self, index: int, start: int, end: int) -> bool:
        return any((index, at) in self.aligned.settled for at in range(start, end))

    def _bound(self, index: int, mark: Mark, bare: bool) -> None:
        """Judge words by the binding they bear, and whether the sentence speaks of its figure."""
        line, figure = self.lines[index], self.figures.get(mark.figure_id)
        if figure is None:
            return
        numbers = [m for m in mentions(line.text) if m.start < mark.end and m.end > mark.start]
        span = (
            min([mark.start, *(m.start for m in numbers)]),
            max([mark.end, *(m.end for m in numbers)]),
        )
        self.aligned.settled |= {(index, at) for at in range(*span)}
        words, hint = line.text[span[0] : span[1]], ""
        right = says(words, figure, bare=bare)
        if right and numbers and figure.kind not in (Kind.DATE, Kind.RANK):
            around = self._context(index, numbers[0])
            if contexts.conflicts(figure, around):
                right, hint = False, f"这一句说的不是{figure.label}。"
        if right:
            self._agreed()
            self.restated.add(figure.id)
            return
        self.checked += 1
        found = disagreement(
            line, span, figure, figure.text(bare), hint or self._swapped(words, figure)
        )
        self._tell(index, span[0], found)

    def _stray(self, index: int, mention: Mention) -> None:
        """Judge a number that stands where the issued text had none."""
        line = self.lines[index]
        span = (mention.start, mention.end)
        year = mention.kind is Kind.DATE and isinstance(mention.value, int)
        if mention.is_mark or year or self._is_told(index, mention):
            return
        for mark in line.marks:
            if (
                mark.start < mention.end
                and mention.start < mark.end
                and mark.figure_id in self.figures
            ):
                self._bound(index, mark, line.place is Place.TABLE)
                return
        self.checked += 1
        if mention.kind is Kind.DATE:
            known = [f for f in self.figures if agrees(mention, f)]
            around, of = None, known
        else:
            around = self._context(index, mention)
            of = contexts.candidates(around, mention, self.figures)
            known = [f for f in of if self._states(mention, f, line)]
        if known:
            self.agree += 1
            self.restated.update(figure.id for figure in known)
            return
        meant = contexts.nearest(mention, of) if around and around.is_firm else None
        if meant is None:
            hint = "" if mention.kind is not Kind.DATE else "快照里没有这一天。"
            self._tell(index, mention.start, no_source(line, span, hint))
            return
        hint = self._swapped(line.text[slice(*span)], meant)
        self._tell(index, mention.start, disagreement(line, span, meant, meant.shown, hint))

    def _states(self, mention: Mention, figure: BoundFigure, line: ReadLine) -> bool:
        return agrees(mention, figure) or (
            line.place is Place.TABLE and says(mention.text, figure, bare=True)
        )

    def _lost(self, lost: Sequence[tuple[Slot, Sentence]]) -> None:
        """Tell of figures that are gone: alone a fault, with their whole sentence a notice."""
        living = {id(landing.issued): landing for landing in self.aligned.landings}
        gone: dict[int, list[tuple[Slot, Sentence]]] = defaultdict(list)
        for slot, sentence in lost:
            if slot.run.figure_id in self.restated:
                continue
            landing = living.get(id(sentence))
            if landing is None:
                gone[id(sentence)].append((slot, sentence))
                continue
            figure = self.figures[slot.run.figure_id]
            self.checked += 1
            line, at = self.lines[landing.line], landing.end
            found = disagreement(line, (at, at), figure, figure.text(slot.run.bare))
            self._tell(landing.line, at, found)
        for group in gone.values():
            self._tell(len(self.lines), 0, self._dropped(group))

    def _dropped(self, group: Sequence[tuple[Slot, Sentence]]) -> LintFinding:
        sentence = group[0][1]
        shown = [self.figures[slot.run.figure_id].text(slot.run.bare) for slot, _ in group]
        words = sentence.text.replace("\t", " ").strip()
        return LintFinding(
            code="bulletin.sentence_missing",
            verdict=Verdict.DISAGREES,
            where="全文",
            message=f"原稿有这一{'行' if sentence.place is Place.TABLE else '句'}，现稿没有：“{words}”。"
            + ("如是有意删去，可不理会。" if sentence.place is Place.BODY else "请补上。"),
            excerpt=words[:80],
            expected="、".join(shown),
            weight=Weight.WARNS if sentence.place is Place.BODY else Weight.BLOCKS,
        )

    def _names_and_ranks(self) -> None:
        counties = {figure.county for figure in self.figures if figure.county}
        for index, line in enumerate(self.lines):
            taken = [
                (landing.start, landing.end)
                for landing in self.aligned.landings
                if landing.line == index
            ]
            for miss in near_misses(line.text, self.figures):
                if not any(start < miss.end and miss.start < end for start, end in taken):
                    self.checked += 1
                    self._tell(
                        index, miss.start, _name_finding(line, miss.start, miss.words, miss.name)
                    )
            for finding in rank_findings(line, counties):
                if not any(
                    at == index and f.excerpt == finding.excerpt for at, _, f in self.findings
                ):
                    self._tell(index, 0, finding)


def _homes(aligned: Alignment) -> dict[int, int]:
    """Return which read line each issued line has become: that of most of its sentences."""
    votes: dict[int, Counter[int]] = defaultdict(Counter)
    placed = [(issued, read.line) for issued, read in aligned.unchanged]
    placed += [(landing.issued, landing.line) for landing in aligned.landings]
    # The first sentence of a paragraph names what the rest speaks of, so it decides a tie.
    for issued, line in sorted(placed, key=lambda each: each[0].start):
        votes[issued.line][line] += 1
    return {issued: most.most_common(1)[0][0] for issued, most in votes.items()}


def _name_finding(line: ReadLine, at: int, words: str, name: str) -> LintFinding:
    return LintFinding(
        code="bulletin.name_unknown",
        verdict=Verdict.DISAGREES,
        where=place_of(line),
        message=f"正文写“{words}”，快照里只有“{name}”。请核对名称。",
        paragraph=line.number,
        excerpt=excerpt_of(line, at, at + len(words)),
        read=words,
        expected=name,
    )


def findings_by_paragraph(report: LintReport) -> Iterator[tuple[int, list[LintFinding]]]:
    """Yield the findings of each paragraph, for the margin of a screen."""
    grouped: dict[int, list[LintFinding]] = defaultdict(list)
    for finding in report.findings:
        grouped[finding.paragraph].append(finding)
    yield from sorted(grouped.items())
