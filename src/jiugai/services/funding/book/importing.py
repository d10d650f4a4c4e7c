"""Taking a file of vouchers in (凭证导入): each line written by one officer and posted by another.

Earmarks that are not on file are opened, contracts by a line of their own; projects must be. A line sent again is
found by its key and not written twice, so that a broken run can simply be run anew.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from jiugai.domain.findings import Finding, Place, blocking
from jiugai.domain.funding.book.vouchers import Voucher
from jiugai.exchange.funding.book_lines import BookLine, ContractLine, read_book_lines
from jiugai.services.actor import Actor, Power, require
from jiugai.services.funding.book.opening import (
    CrossesRedLine,
    NewContract,
    earmark_for,
    open_contract,
)
from jiugai.services.funding.book.refusals import BookRefusal
from jiugai.services.funding.book.writing import BookDone, post_voucher, write_voucher
from jiugai.storage.divisions import queries as divisions
from jiugai.storage.funding import book_queries
from jiugai.storage.programme import queries as programme
from jiugai.storage.unit_of_work import AlreadyDone, KeyReused

_NAMESPACE = uuid.UUID("6f6d8c0e-5b43-5f0e-9f0a-6a1d2f1b7c11")


@dataclass(frozen=True, slots=True)
class LineDone:
    """What became of a line (逐行结果): posted now, posted before, or refused with the reasons."""

    number: int
    key: str
    posted: bool
    before: bool = False
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class FileDone:
    """What became of a file of vouchers (导入结果)."""

    lines: tuple[LineDone, ...]
    findings: tuple[Finding, ...]

    @property
    def refused(self) -> bool:
        """Say whether anything was not posted."""
        return bool(blocking(self.findings)) or any(line.findings for line in self.lines)


def post_file(
    content: bytes, *, document: str, maker: Actor, checker: Actor, today: date
) -> FileDone:
    """Write and post each line of a file; a line that is refused does not stop the others.

    :raises NotAllowed: if the maker may not keep, or the checker not check, the book.
    """
    require(maker, Power.KEEP_BOOK)
    require(checker, Power.CHECK_BOOK)
    read = read_book_lines(content, document=document)
    desk = _Desk(maker, checker, today, document)
    return FileDone(tuple(desk.take(line) for line in read.lines), read.findings)


class _Desk:
    """The two officers over one file, with what its codes mean."""

    def __init__(self, maker: Actor, checker: Actor, today: date, document: str) -> None:
        self._maker, self._checker = maker, checker
        self._today, self._document = today, document
        self._projects = programme.projects_by_number()
        self._contracts = {(one.project_id, one.number): one.id for one in book_queries.contracts()}
        self._counties: dict[str, int | None] = {}

    def take(self, line: BookLine | ContractLine) -> LineDone:
        """Enter a contract, or write and post a voucher."""
        return self._contract(line) if isinstance(line, ContractLine) else self._voucher(line)

    def _contract(self, line: ContractLine) -> LineDone:
        project = self._projects.get(line.project)
        if project is None:
            return self._refused(line, (BookRefusal.no_project(line.project),))
        told = NewContract(project, line.contract, line.payee, line.amount_fen, line.on)
        key = _key(line, "contract")
        try:
            done = open_contract(told, actor=self._maker, today=self._today, key=key)
        except AlreadyDone:
            return LineDone(line.number, line.key, posted=True, before=True)
        except KeyReused:
            return self._refused(line, (BookRefusal.key_reused(line.key),))
        if done.id is None:
            return self._refused(line, done.findings)
        self._contracts[project, line.contract] = done.id
        return LineDone(line.number, line.key, posted=True)

    def _voucher(self, line: BookLine) -> LineDone:
        told = self._meant(line)
        if isinstance(told, Finding):
            return self._refused(line, (told,))
        try:
            voucher_id, done = self._written(line, told)
            if voucher_id is None:
                return self._refused(line, done.findings)
            posted = post_voucher(
                voucher_id, actor=self._checker, today=self._today, key=_key(line, "check")
            )
        except AlreadyDone:
            return LineDone(line.number, line.key, posted=True, before=True)
        except KeyReused:
            return self._refused(line, (BookRefusal.key_reused(line.key),))
        if not posted.entered:
            return self._refused(line, posted.findings)
        return LineDone(line.number, line.key, posted=True)

    def _written(self, line: BookLine, told: Voucher) -> tuple[int | None, BookDone]:
        try:
            done = write_voucher(
                told, actor=self._maker, today=self._today, key=_key(line, "voucher")
            )
        except AlreadyDone as before:
            return book_queries.voucher_by_act(before.act_id), BookDone(None)
        return done.id, done

    def _meant(self, line: BookLine) -> Voucher | Finding:
        county = self._county(line.county)
        giver = self._county(line.giver) if line.giver else None
        if county is None or (line.giver and giver is None):
            return BookRefusal.no_county(line.county if county is None else line.giver)
        for officer in (self._maker, self._checker):
            if not all(officer.scope.covers(one) for one in (county, giver) if one is not None):
                return BookRefusal.out_of_reach(officer.label)
        project = self._projects.get(line.project) if line.project else None
        if line.project and project is None:
            return BookRefusal.no_project(line.project)
        contract = self._contracts.get((project or 0, line.contract))
        if line.contract and contract is None:
            return BookRefusal.no_contract(line.contract)
        try:
            earmark = earmark_for(
                line.source, line.paper, line.year, actor=self._maker, today=self._today
            )
        except CrossesRedLine as crossed:
            return crossed.findings[0]
        return Voucher(
            step=line.step,
            earmark=earmark,
            county=county,
            amount_fen=line.amount_fen,
            on=line.on,
            paper=line.basis,
            project=project,
            contract=contract,
            giver=giver,
            memo=line.memo,
        )

    def _county(self, code: str) -> int | None:
        return _remembered(self._counties, code, lambda: _division(code, self._today))

    def _refused(self, line: BookLine | ContractLine, findings: tuple[Finding, ...]) -> LineDone:
        place = Place(self._document, "", f"第{line.number}行")
        placed = tuple(Finding(f.code, f.message, f.weight, place) for f in findings)
        return LineDone(line.number, line.key, posted=False, findings=placed)


def _division(code: str, day: date) -> int | None:
    try:
        return divisions.by_code(code, day=day).id
    except LookupError:
        return None


def _remembered(
    known: dict[str, int | None], code: str, ask: Callable[[], int | None]
) -> int | None:
    if code not in known:
        known[code] = ask()
    return known[code]


def _key(line: BookLine | ContractLine, part: str) -> uuid.UUID:
    return uuid.uuid5(_NAMESPACE, f"{part} {line.key}")
