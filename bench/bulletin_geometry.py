"""The bulletin: the printed page against GB/T 9704, and how much of what is changed the lint finds.

The page is printed by LibreOffice with stand-in typefaces (what that may change is said in
``tests/exchange/bulletin/printing.py``) and measured in millimetres; without LibreOffice or a Chinese
typeface the first table says so. The second table changes every character of every figure of both
forms, exchanges figures, and makes edits that change nothing.
"""

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

from tests.domain.bulletins.examples import october, red_head, serial
from tests.domain.bulletins.reading import edited_line, figure_spans, read_back
from tests.exchange.bulletin.printing import Printed, can_print, pages_of
from tests.exchange.bulletin.test_page import BOTTOM, CHINESE, LEFT, RIGHT, TOP, long_text

from bench.table import percentile, print_table, verdict
from jiugai.domain.bulletins.composition import compose
from jiugai.domain.bulletins.document import Bulletin
from jiugai.domain.bulletins.proofreading import proofread
from jiugai.domain.bulletins.record import ReadLine, record_of
from jiugai.exchange.bulletin.document import write_docx
from jiugai.exchange.bulletin.lint import lint

WITHIN = 1.0
LINE = 225 / 22
SLOWEST_LINT = 500.0
Row = tuple[str, float, float]


def main() -> bool:
    """Print both tables; True if a goal was missed."""
    forms = {"red": compose(october(), red_head()), "serial": compose(october(), serial())}
    missed = _print_geometry(forms)
    missed |= _print_lint(forms)
    return missed | _print_times(forms["red"])


def _print_geometry(forms: dict[str, Bulletin]) -> bool:
    if missing := can_print():
        print(f"The page was not measured: {missing}.\n")
        return False
    files = {name: write_docx(bulletin) for name, bulletin in forms.items()}
    with tempfile.TemporaryDirectory() as folder:
        printed = pages_of(Path(folder), {**files, "text": long_text()})
    rows = [
        *_head_rows("red head", printed["red"]),
        *_head_rows("serial", printed["serial"]),
        *_foot_rows(printed),
        *_text_rows(printed["text"]),
    ]
    print_table(
        ["on the printed page", "asked, mm", "measured, mm", f"within {WITHIN} mm"],
        [
            (what, f"{asked:.2f}", f"{is_:.2f}", verdict(abs(asked - is_) <= WITHIN))
            for what, asked, is_ in rows
        ],
    )
    print()
    return any(abs(asked - is_) > WITHIN for _, asked, is_ in rows)


def _head_rows(form: str, pages: list[Printed]) -> Iterator[Row]:
    page = pages[0]
    rows = page.red_rows()
    line = rows[-1]
    left, right = page.red_columns(*line)
    number = page.black_rows(TOP, line[0])[-1][1]
    yield f"{form}: mark below the type area's top", 35, rows[0][0] - TOP
    yield f"{form}: red line below the number", 4, line[0] - number
    yield f"{form}: red line, left end", LEFT, left
    yield f"{form}: red line, right end", RIGHT, right


def _foot_rows(printed: dict[str, list[Printed]]) -> Iterator[Row]:
    em = 14 * 25.4 / 72
    odd, even = printed["red"][0], printed["red"][1]
    rules = printed["red"][-1].dark_rows(LEFT + 0.5, RIGHT - 0.5)
    yield "page number below the type area", 7, odd.dash(BOTTOM + 0.5) - BOTTOM
    yield "page number, odd page, right end", RIGHT - em, odd.lines[-1][2]
    yield "page number, even page, left end", LEFT + em, even.lines[-1][1]
    yield "last line of the 版记", BOTTOM, rules[-1][1]


def _text_rows(pages: list[Printed]) -> Iterator[Row]:
    def lines(page: Printed) -> list[tuple[str, float, float, float]]:
        return [
            line for line in page.lines if line[3] < BOTTOM + 1 and set(line[0]) <= set(CHINESE)
        ]

    page = max(pages, key=lambda each: len(lines(each)))
    full = [line for line in lines(page) if line[2] > RIGHT - 3]
    bottoms = [bottom for *_, bottom in lines(page)]
    yield "text, left edge", LEFT, min(left for _, left, _, _ in full)
    yield "text, right edge", RIGHT, max(right for _, _, right, _ in full)
    yield "characters to a line (count)", 28, len(full[1][0])
    yield "lines to a page (count)", 22, len(bottoms)
    worst = max((b - a for a, b in pairwise(bottoms)), key=lambda gap: abs(gap - LINE))
    yield "pitch of the lines, the worst", LINE, worst


Edit = tuple[int, str]


def _print_lint(forms: dict[str, Bulletin]) -> bool:
    """Count what the lint finds, in copies without any binding."""
    kinds: dict[str, Callable[[Bulletin, list[ReadLine]], Iterator[Edit]]] = {
        "a character of a figure, name or day": _characters,
        "a figure deleted": _deletions,
        "two figures of a line exchanged": _exchanges,
    }
    rows, missed = [], False
    for what, edits in kinds.items():
        made = found = 0
        for bulletin in forms.values():
            record, lines = record_of(bulletin), read_back(bulletin, bound=False)
            for index, text in edits(bulletin, lines):
                made += 1
                found += not proofread(record, edited_line(lines, index, text)).passes
        rows.append((what, made, found, f"{made - found} missed", verdict(made == found)))
        missed |= made != found
    made = silent = 0
    for bulletin in forms.values():
        record, lines = record_of(bulletin), read_back(bulletin, bound=False)
        for index, text in _harmless(bulletin, lines):
            made += 1
            silent += not proofread(record, edited_line(lines, index, text)).findings
    rows.append(
        (
            "nothing: wide digits, sentences moved, parted, joined",
            made,
            made - silent,
            f"{silent} silent",
            verdict(made == silent),
        )
    )
    print_table(["changed in both forms", "edits", "complained of", "", "goal: all / none"], rows)
    print()
    return missed | (made != silent)


def _characters(bulletin: Bulletin, lines: list[ReadLine]) -> Iterator[Edit]:
    for index, start, end, _ in figure_spans(bulletin):
        text = lines[index].text
        for at in range(start, end):
            if text[at] not in " —":
                new = str((int(text[at]) + 1) % 10) if text[at].isdigit() else "错"
                yield index, text[:at] + new + text[at + 1 :]


def _deletions(bulletin: Bulletin, lines: list[ReadLine]) -> Iterator[Edit]:
    for index, start, end, _ in figure_spans(bulletin):
        yield index, lines[index].text[:start] + lines[index].text[end:]


def _exchanges(bulletin: Bulletin, lines: list[ReadLine]) -> Iterator[Edit]:
    spans = figure_spans(bulletin)
    for number, (index, a, b, _) in enumerate(spans):
        text = lines[index].text
        for other, c, d, _ in spans[number + 1 :]:
            if other == index and text[a:b] != text[c:d]:
                yield index, text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]


def _harmless(bulletin: Bulletin, lines: list[ReadLine]) -> Iterator[Edit]:
    wide = str.maketrans({str(digit): chr(0xFF10 + digit) for digit in range(10)})
    for index, start, end, run in figure_spans(bulletin):
        text = lines[index].text
        if "digest" not in run.figure_id and "imprint" not in run.figure_id:
            yield index, text[:start] + text[start:end].translate(wide) + text[end:]
    for index, line in enumerate(lines):
        sentences = [f"{part}。" for part in line.text.split("。") if part]
        if line.text.count("。") > 1:
            yield index, "".join(random.Random(index).sample(sentences, len(sentences)))
            yield index, line.text.replace("。", "；", 1)
            yield index, line.text.replace("，", "。", 1)


def _print_times(bulletin: Bulletin) -> bool:
    content = write_docx(bulletin)
    runs: dict[str, Callable[[], object]] = {
        "compose the text": lambda: compose(october(), red_head()),
        "write the .docx": lambda: write_docx(bulletin),
        "lint the .docx, all in": lambda: lint(content),
    }
    rows, missed = [], False
    for what, run in runs.items():
        took = []
        for _ in range(20):
            began = time.perf_counter()
            run()
            took.append((time.perf_counter() - began) * 1e3)
        slow = percentile(took, 0.95)
        missed |= slow > SLOWEST_LINT
        rows.append(
            (what, f"{slow:.0f} ms", f"≤ {SLOWEST_LINT:.0f} ms", verdict(slow <= SLOWEST_LINT))
        )
    print_table(["time, p95 of 20", "measured", "goal", ""], rows)
    return missed


if __name__ == "__main__":
    main()
