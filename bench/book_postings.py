"""The book under six writers: postings a second on six hot accounts, and what is left to the 分.

Vouchers lie ready, written by one officer; six processes check and post them by the service of
``jiugai post``. They move money to and fro between three projects and a contract of each, so that
every posting meets others on its rows. Some would overdraw, and must be refused.
"""

import multiprocessing
import random
import time
from collections import Counter
from datetime import date
from multiprocessing.synchronize import Barrier
from typing import TYPE_CHECKING

from bench.own_folder import own_folder
from bench.table import percentile, print_table, verdict
from jiugai.console import setting_up

if TYPE_CHECKING:
    from tests.services.funding.book.little_book import LittleBook

    from jiugai.services.actor import Actor

WRITERS, VOUCHERS, PAIRS = 6, 100_000, 3
GRANTED_FEN, MOST_FEN = 600_000, 60_000
GOAL_A_SECOND, GOAL_P95_MS = 400, 150
DAY, TODAY = date(2020, 10, 9), date(2020, 11, 3)
Answer = tuple[int, bool, float]


def main() -> bool:
    """Print the book's table; say whether a goal was missed."""
    own_folder("book")
    setting_up.migrate(setting_up.prepare("owner"))
    setting_up.become("application")
    checker, vouchers = _lay()
    seconds, answers = _post_all(checker, sorted(vouchers))
    wrong = _wrong(vouchers, {voucher for voucher, taken, _ in answers if taken})
    speed = len(answers) / seconds
    waits = [1e3 * wait for _, _, wait in answers]
    p95 = percentile(waits, 0.95)
    posted = sum(taken for _, taken, _ in answers)
    hot = f"{WRITERS} processes, {2 * PAIRS} hot accounts"
    fast, quick = speed >= GOAL_A_SECOND, p95 <= GOAL_P95_MS
    print_table(
        ["figure", "measured", "goal", ""],
        [
            [f"vouchers decided a second, {hot}", f"{speed:,.0f}", "≥ 400", verdict(fast)],
            ["of them posted a second", f"{posted / seconds:,.0f}", "", ""],
            [
                "refused: they would overdraw",
                f"{len(answers) - posted:,} of {len(answers):,}",
                "",
                "",
            ],
            ["p50 of one, ms", f"{percentile(waits, 0.5):.1f}", "", ""],
            ["p95 of one, ms", f"{p95:.1f}", f"≤ {GOAL_P95_MS}", verdict(quick)],
            ["accounts off by a 分 or more, faults found", wrong, "0", verdict(not wrong)],
        ],
    )
    return not fast or not quick or bool(wrong)


def _lay() -> "tuple[Actor, dict[int, tuple[int, int, int]]]":
    """Grant the money, share it out, and write the vouchers: (from, to, 分) by voucher."""
    from tests.officers import found_city
    from tests.services.funding.book.little_book import open_book

    from jiugai.domain.funding.book.steps import MoneyStep

    little = open_book(found_city())
    places = _places(little)
    assert little.book(MoneyStep.GRANT, GRANTED_FEN * PAIRS).entered
    for project, _ in places:
        assert little.book(MoneyStep.ALLOT, GRANTED_FEN, project=project).entered
    return little.checker, _write(little, places)


def _places(little: "LittleBook") -> list[tuple[int, int]]:
    from jiugai.storage.funding import book
    from jiugai.storage.programme.models import Project
    from jiugai.storage.unit_of_work import unit_of_work

    found = [(little.project, little.contract)]
    with unit_of_work(verb="bench.places", user_id=0, post_id=0) as act:
        for number in range(1, PAIRS):
            project = Project.objects.create(
                act=act, public_id=f"P-{number}", county_id=little.city.shiquan, name=f"{number}"
            )
            contract = book.contract(
                act, project_id=project.pk, number="HT", payee="建工", amount_fen=1, signed_on=DAY
            )
            found.append((project.pk, contract))
    return found


def _write(little: "LittleBook", places: list[tuple[int, int]]) -> dict[int, tuple[int, int, int]]:
    """Write the vouchers in one act; 2n is the budget of place n, 2n + 1 its commitment."""
    from jiugai.storage.funding.book_models import VoucherRow
    from jiugai.storage.unit_of_work import unit_of_work

    dice = random.Random(20201103)
    told = [(dice.randrange(PAIRS), dice.random() < 0.5, dice.randint(1, MOST_FEN))
            for _ in range(VOUCHERS)]  # fmt: skip
    with unit_of_work(verb="bench.vouchers", user_id=little.maker.user_id, post_id=0) as act:
        rows = VoucherRow.objects.bulk_create(
            [
                VoucherRow(
                    act=act,
                    earmark_id=little.earmark,
                    county_id=little.city.shiquan,
                    step="commit" if forward else "release",
                    amount_fen=fen,
                    value_on=DAY,
                    paper="合同",
                    project_id=places[place][0],
                    contract_id=places[place][1],
                    user_id=little.maker.user_id,
                )
                for place, forward, fen in told
            ],
            batch_size=5_000,
        )
    return {
        row.pk: (2 * place + (not forward), 2 * place + forward, fen)
        for row, (place, forward, fen) in zip(rows, told, strict=True)
    }


def _post_all(checker: "Actor", vouchers: list[int]) -> tuple[float, list[Answer]]:
    """Have the writers decide every voucher; return the seconds and what each was answered."""
    context = multiprocessing.get_context("spawn")
    ready, answers = context.Barrier(WRITERS + 1), context.Queue()
    writers = [
        context.Process(target=_post, args=(ready, answers, checker, vouchers[n::WRITERS]))
        for n in range(WRITERS)
    ]
    for writer in writers:
        writer.start()
    ready.wait()
    began = time.perf_counter()
    found = [answer for _ in writers for answer in answers.get()]
    seconds = time.perf_counter() - began
    for writer in writers:
        writer.join()
    return seconds, found


def _post(
    ready: Barrier,
    answers: "multiprocessing.Queue[list[Answer]]",
    checker: "Actor",
    vouchers: list[int],
) -> None:
    setting_up.prepare()
    from jiugai.services.funding.book.writing import post_voucher

    told: list[Answer] = []
    ready.wait()
    for voucher in vouchers:
        began = time.perf_counter()
        done = post_voucher(voucher, actor=checker, today=TODAY)
        told.append((voucher, done.entered, time.perf_counter() - began))
    answers.put(told)


def _wrong(vouchers: dict[int, tuple[int, int, int]], taken: set[int]) -> int:
    """Count accounts that do not hold what the answers say, and faults of the book."""
    from jiugai.domain.funding.book.accounts import AccountKind
    from jiugai.storage.audit.queries import last_mark
    from jiugai.storage.funding import book_queries

    expected: Counter[int] = Counter({2 * n: GRANTED_FEN for n in range(PAIRS)})
    for voucher in taken:
        source, target, fen = vouchers[voucher]
        expected[source] -= fen
        expected[target] += fen
    held = book_queries.balances(last_seq=last_mark().seq, on_day=TODAY)
    projects = sorted({one.key.project for one in held if one.key.project is not None})
    number = {project: place for place, project in enumerate(projects)}
    found = {
        2 * number[one.key.project] + (one.key.kind is AccountKind.COMMITMENT): one.balance_fen
        for one in held
        if one.key.project is not None
    }
    off = sum(found.get(place, 0) != fen for place, fen in expected.items())
    return off + len(book_queries.faults())


if __name__ == "__main__":
    main()
