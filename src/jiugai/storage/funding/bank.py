"""Writes of the bank's side (银行对账): accounts, statements, what a person confirmed or took back."""

from collections.abc import Iterable, Sequence

from django.db import DatabaseError, IntegrityError

from jiugai.domain.funding.book.reconciling import BankLine
from jiugai.storage.audit.as_of import rows
from jiugai.storage.audit.models import Act
from jiugai.storage.funding.bank_models import (
    BankAccount,
    Match,
    MatchUndone,
    Statement,
    StatementLine,
)


class KnownToTheBank(Exception):
    """There is an account of that number or county, or a statement or line, already."""


class MatchedMeanwhile(Exception):
    """A line or a posting was matched, or a match undone, by somebody else; nothing is written."""


class OwnVoucher(Exception):
    """Whoever wrote the voucher would confirm that the bank saw its money."""


class NotTheSame(Exception):
    """A line and a posting are not of one amount in one account; nothing is written."""


def account(act: Act, *, county_id: int, bank: str, number: str) -> int:
    """Enter a county's special account.

    :raises KnownToTheBank: if the county has one, or the number is another's.
    """
    try:
        found = BankAccount.objects.create(act=act, county_id=county_id, bank=bank, number=number)
    except IntegrityError as refused:
        raise KnownToTheBank from refused
    return found.pk


def statement(
    act: Act,
    *,
    account_id: int,
    county_id: int,
    document: str,
    digest: bytes,
    lines: Sequence[BankLine],
    fresh: Sequence[BankLine],
    user_id: int,
) -> int:
    """Enter a statement with those of its lines that are new.

    :param lines: all of it, from the first to the last; ``fresh`` those not entered before.
    :raises KnownToTheBank: if the file, or one of the serials, was entered meanwhile.
    """
    first, last = lines[0], lines[-1]
    try:
        entered = Statement.objects.create(
            act=act,
            account_id=account_id,
            county_id=county_id,
            document=document,
            digest=digest,
            first_on=first.on,
            last_on=last.on,
            opening_fen=first.balance_fen - first.amount_fen,
            closing_fen=last.balance_fen,
            new_lines=len(fresh),
            user_id=user_id,
        )
        StatementLine.objects.bulk_create(_rows(entered, fresh))
    except IntegrityError as refused:
        raise KnownToTheBank from refused
    return entered.pk


def _rows(entered: Statement, fresh: Sequence[BankLine]) -> list[StatementLine]:
    return [
        StatementLine(
            statement=entered,
            account_id=entered.account_id,
            county_id=entered.county_id,
            number=number,
            on=line.on,
            amount_fen=line.amount_fen,
            counterparty=line.counterparty,
            summary=line.summary,
            balance_fen=line.balance_fen,
            serial=line.serial,
        )
        for number, line in enumerate(fresh, 1)
    ]


def matches(act: Act, pairs: Iterable[tuple[int, int]], *, county_id: int, user_id: int) -> int:
    """Enter that lines and postings are the same; all of them, or none.

    :returns: how many.
    :raises MatchedMeanwhile: if one of them is matched.
    :raises NotTheSame: if the amounts differ.
    :raises OwnVoucher: if the user wrote one of the vouchers.
    """
    count = 0
    try:
        for line_id, posting_id in pairs:
            Match.objects.create(
                act=act,
                county_id=county_id,
                line_id=line_id,
                posting_id=posting_id,
                line_turn=_turn("line_id", line_id),
                posting_turn=_turn("posting_id", posting_id),
                user_id=user_id,
            )
            count += 1
    except DatabaseError as refused:
        raise _meaning(refused) from refused
    return count


def _turn(column: str, row_id: int) -> int:
    found = rows(
        f"""SELECT count(*) AS undone FROM funding_match m
            JOIN funding_match_undone u ON u.match_id = m.id WHERE m.{column} = %(id)s""",
        {"id": row_id},
    )
    return int(found[0]["undone"])


def _meaning(refused: DatabaseError) -> Exception:
    said = str(refused)
    if any(name in said for name in ("_line_once", "_posting_once", "funding_match_turn")):
        return MatchedMeanwhile()
    if "funding_match_another_hand" in said:
        return OwnVoucher()
    if any(name in said for name in ("funding_match_amount", "_of_its_county")):
        return NotTheSame()
    return refused


def undo(act: Act, *, match_id: int, county_id: int, words: str, user_id: int) -> None:
    """Enter that a match was wrong.

    :raises MatchedMeanwhile: if it was undone already.
    """
    try:
        MatchUndone.objects.create(
            act=act, match_id=match_id, county_id=county_id, words=words, user_id=user_id
        )
    except IntegrityError as refused:
        raise MatchedMeanwhile from refused
