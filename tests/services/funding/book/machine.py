"""The book against a model of it (状态机): random steps, retries, reversals, closes and tampering.

The model is a dict of balances and a few sets. What the book takes, the model must take, and the
reverse; after every step both must hold the same. Faults planted into the book show whether this
would find them (``bench/book_faults.py``).
"""

import uuid
from datetime import date
from typing import Any, ClassVar

from django.db import DatabaseError, connection, transaction
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule

from jiugai.domain.funding.book import amounts
from jiugai.domain.funding.book.accounts import AccountKey, AccountKind
from jiugai.domain.funding.book.steps import MoneyStep, legs_of
from jiugai.services.actor import Actor
from jiugai.services.funding.book import writing
from jiugai.storage.audit.models import Act
from jiugai.storage.audit.queries import last_mark
from jiugai.storage.funding import book, book_queries
from jiugai.storage.funding.book_models import BookAccount, PostingLeg, PostingRow
from jiugai.storage.unit_of_work import AlreadyDone, KeyReused, unit_of_work
from tests.services.funding.book.little_book import TODAY, LittleBook

STEPS = (
    MoneyStep.GRANT,
    MoneyStep.ALLOT,
    MoneyStep.COMMIT,
    MoneyStep.FUND,
    MoneyStep.PAY,
    MoneyStep.REFUND,
    MoneyStep.RELEASE,
    MoneyStep.WITHDRAW,
    MoneyStep.HAND_BACK,
)
BINARY = (29, 57, 58, 113, 115, 201, 1_001)
"""Sums in 分 whose 元 no binary fraction holds: read as a float they lose a 分."""
SUMS = st.one_of(st.integers(1, 600), st.sampled_from(BINARY), st.integers(10**11, 10**13))
PLENTY = 100_000
Balances = dict[tuple[int, AccountKey], int]


class BookMachine(RuleBasedStateMachine):
    """Random use of a book. Each example has earmarks of its own: history cannot be wiped out."""

    little: ClassVar[LittleBook]
    postings = Bundle("postings")

    @initialize()
    def open(self) -> None:
        """Grant two earmarks of one paper each."""
        with unit_of_work(verb="tests.open", user_id=0, post_id=0) as act:
            self.earmarks = [
                book.earmark(act, source=1, paper=uuid.uuid4().hex, year=2020, name="专款")
                for _ in range(2)
            ]
        self.held: Balances = {}
        self.posted: dict[int, tuple[int, tuple[Any, ...], uuid.UUID]] = {}
        self.reversed: set[int] = set()
        for which in (0, 1):
            for step in (MoneyStep.GRANT, MoneyStep.FUND):
                self._move(step, PLENTY, which)
            self._move(MoneyStep.ALLOT, PLENTY // 2, which)
            self._move(MoneyStep.COMMIT, PLENTY // 4, which)

    @rule(target=postings, step=st.sampled_from(STEPS), fen=SUMS, which=st.integers(0, 1))
    def move(self, step: MoneyStep, fen: int, which: int) -> Any:
        """Write a voucher and post it: the book takes it where the model would."""
        return self._move(step, fen, which)

    def _move(self, step: MoneyStep, fen: int, which: int) -> Any:
        read = amounts.fen_of(f"{fen // 100}.{fen % 100:02d}", amounts.MoneyUnit.YUAN)
        told = self.little.voucher(step, read, earmark=self.earmarks[which])
        key = uuid.uuid4()
        written = writing.write_voucher(told, actor=self.little.maker, today=TODAY, key=key)
        assert written.id is not None, written.findings
        legs = tuple(
            (leg.account, leg.amount_fen) for leg in legs_of(step, fen, self._parties(told))
        )
        return self._post(written.id, self.earmarks[which], legs, step, key)

    @rule(posting=postings, same=st.booleans())
    def send_again(self, posting: int, same: bool) -> None:
        """Send a voucher's request again: harmless with the same content, refused with another."""
        row = book_queries.voucher_of(posting)
        assert row is not None
        if row.step == MoneyStep.REVERSE:
            return
        told = self.little.voucher(
            MoneyStep(row.step), row.amount_fen + (not same), earmark=row.earmark_id
        )
        wanted = AlreadyDone if same else KeyReused
        try:
            writing.write_voucher(
                told, actor=self.little.maker, today=TODAY, key=self.posted[posting][2]
            )
        except wanted:
            return
        raise AssertionError(f"a request sent again was taken: {same=}")

    @rule(target=postings, posting=postings)
    def reverse(self, posting: int) -> Any:
        """Reverse a posting, also one that is reversed or a reversal."""
        return self._undo(posting)

    def _undo(self, posting: int) -> Any:
        earmark, legs, _ = self.posted[posting]
        row = book_queries.voucher_of(posting)
        assert row is not None
        written = writing.reverse(
            posting, paper="更正单", reason="错", actor=self.little.maker, today=TODAY
        )
        assert written.entered == (row.step != MoneyStep.REVERSE)
        if written.id is None:
            return multiple()
        mirror = tuple((account, -fen) for account, fen in legs)
        return self._post(written.id, earmark, mirror, MoneyStep.REVERSE, uuid.uuid4(), posting)

    @rule(fen=st.integers(1, 600), step=st.sampled_from([MoneyStep.GRANT, MoneyStep.FUND]))
    def undo_twice(self, fen: int, step: MoneyStep) -> None:
        """Undo twice what there is enough of to take away twice."""
        posting = self._move(step, fen, 0)
        for _ in range(2):
            self._undo(posting)

    @rule(fen=st.integers(1, 600))
    def post_what_one_wrote(self, fen: int) -> None:
        """Post a voucher by the hand that wrote it."""
        told = self.little.voucher(MoneyStep.GRANT, fen, earmark=self.earmarks[0])
        written = writing.write_voucher(told, actor=self.little.maker, today=TODAY)
        assert written.id is not None
        done = writing.post_voucher(written.id, actor=self.little.maker, today=TODAY)
        assert not done.entered, "one hand wrote and posted"

    @rule(fen=st.integers(1, 600))
    def cross_earmarks(self, fen: int) -> None:
        """Enter by hand what is right but for an account of the other earmark."""
        kinds = (AccountKind.UNALLOTTED, AccountKind.BUDGET)
        keys = [AccountKey(kind, self.little.city.shiquan) for kind in kinds]
        accounts = self._open_accounts(keys, True)
        legs = [(keys[0], -fen), (keys[1], fen)]
        assert not self._enter(legs, accounts, self.little.checker), "an earmark was crossed"

    @rule(posting=postings)
    def post_twice(self, posting: int) -> None:
        """Post a voucher that is posted."""
        row = book_queries.voucher_of(posting)
        assert row is not None
        assert not writing.post_voucher(row.id, actor=self.little.checker, today=TODAY).entered

    @rule(
        fen=st.lists(st.integers(-300, 300), min_size=1, max_size=4),
        kinds=st.permutations(list(AccountKind)),
        across=st.booleans(),
        own=st.booleans(),
    )
    def write_past_the_services(
        self, fen: list[int], kinds: list[AccountKind], across: bool, own: bool
    ) -> None:
        """Enter a posting by hand, as no service would: only what keeps the book whole is taken."""
        legs = [
            (AccountKey(kind, self.little.city.shiquan), f)
            for kind, f in zip(kinds, fen, strict=False)
        ]
        accounts = self._open_accounts([account for account, _ in legs], across)
        sides: dict[int, int] = {}
        for account, amount in legs:
            sides[account.kind.side] = sides.get(account.kind.side, 0) + amount
        right = len(legs) > 1 and not any(sides.values()) and all(f for _, f in legs)
        right = right and not across and not own
        right = right and self._covers(self.earmarks[0], legs)
        taken = self._enter(legs, accounts, self.little.maker if own else self.little.checker)
        assert taken == right, (legs, across, own)
        if taken:
            self._count(self.earmarks[0], legs)

    @rule(posting=postings, act=st.sampled_from(["change", "remove", "add"]))
    def tamper(self, posting: int, act: str) -> None:
        """Change what is posted; whoever may write into the book at all may not do that."""
        said = {
            "change": "UPDATE funding_leg SET amount_fen = amount_fen * 2 WHERE posting_id = %(id)s",
            "remove": "DELETE FROM funding_leg WHERE posting_id = %(id)s",
            "add": """INSERT INTO funding_leg
                        (posting_id, earmark_id, number, account_id, amount_fen)
                      SELECT posting_id, earmark_id, number + 50, account_id, sign
                      FROM (SELECT l.*, 5 * (1 - 2 * (number %% 2)) AS sign FROM funding_leg l
                            WHERE posting_id = %(id)s ORDER BY number LIMIT 2) two""",
        }[act]
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(said, {"id": posting})
        except DatabaseError:
            return
        raise AssertionError(f"the book let somebody {act}")

    @rule(posting=postings)
    def enter_into_a_closed_month(self, posting: int) -> None:
        """Post by hand into a month that the fixture has closed."""
        _, legs, _ = self.posted[posting]
        earmark = self.posted[posting][0]
        accounts = {
            AccountKey(AccountKind(kind), county, project, contract): id_
            for id_, kind, county, project, contract in BookAccount.objects.filter(
                earmark_id=earmark
            ).values_list("id", "kind", "county_id", "project_id", "contract_id")
        }
        assert not self._enter(list(legs), accounts, self.little.checker, date(2020, 1, 1), earmark)

    @invariant()
    def book_and_model_hold_the_same(self) -> None:
        """Compare balances, counters and postings; ask the book for its own faults."""
        if not hasattr(self, "reversed"):
            return
        found = {
            (one.earmark_id, one.key): one.balance_fen
            for one in book_queries.balances(last_seq=last_mark().seq, on_day=TODAY)
            if one.earmark_id in self.earmarks and one.balance_fen
        }
        assert found == {key: fen for key, fen in self.held.items() if fen}
        assert book_queries.faults() == ()
        posts = Act.objects.filter(verb="funding.post_voucher").count()
        kept = PostingRow.objects.filter(act__verb="funding.post_voucher").count() if posts else 0
        assert posts == kept, "what was refused left its act behind"

    def _post(
        self,
        voucher_id: int,
        earmark: int,
        legs: tuple[tuple[AccountKey, int], ...],
        step: MoneyStep,
        key: uuid.UUID,
        reverses: int | None = None,
    ) -> Any:
        right = reverses not in self.reversed and self._covers(earmark, legs)
        done = writing.post_voucher(voucher_id, actor=self.little.checker, today=TODAY)
        assert done.entered == right, (step, legs, done.findings)
        if done.id is None:
            return multiple()
        self._count(earmark, legs)
        self.posted[done.id] = (earmark, legs, key)
        if reverses is not None:
            self.reversed.add(reverses)
        return done.id

    def _covers(self, earmark: int, legs: Any) -> bool:
        after = dict(self.held)
        for account, fen in legs:
            after[earmark, account] = after.get((earmark, account), 0) + fen
        return all(
            fen >= 0 or key[1].kind.may_fall_below_zero
            for key, fen in after.items()
            if key[0] == earmark
        )

    def _count(self, earmark: int, legs: Any) -> None:
        for account, fen in legs:
            self.held[earmark, account] = self.held.get((earmark, account), 0) + fen

    @staticmethod
    def _parties(told: Any) -> Any:
        return writing.Parties(told.county, told.project, told.contract, told.giver)

    @staticmethod
    def _act() -> Any:
        with unit_of_work(verb="tests.act", user_id=0, post_id=0) as act:
            return act

    def _open_accounts(self, keys: list[AccountKey], across: bool) -> dict[AccountKey, int]:
        """Return accounts' ids; the first of them of the other earmark if it is to go across."""
        found = {}
        for n, key in enumerate(keys):
            account, _ = BookAccount.objects.get_or_create(
                earmark_id=self.earmarks[across and n == 0],
                kind=int(key.kind),
                county_id=key.county,
                project_id=key.project,
                contract_id=key.contract,
                defaults={"act": self._act()},
            )
            found[key] = account.pk
        return found

    def _enter(
        self,
        legs: list[tuple[AccountKey, int]],
        accounts: dict[AccountKey, int],
        checker: Actor,
        period: date = date(2020, 11, 1),
        earmark: int | None = None,
    ) -> bool:
        earmark = earmark or self.earmarks[0]
        most = max(1, *(abs(fen) for _, fen in legs), 1)
        told = self.little.voucher(MoneyStep.GRANT, most, earmark=earmark)
        try:
            with unit_of_work(verb="tests.enter", user_id=checker.user_id, post_id=0) as act:
                voucher = book.voucher(act, told, user_id=self.little.maker.user_id)
                posting = PostingRow.objects.create(
                    act=act,
                    voucher_id=voucher,
                    earmark_id=earmark,
                    county_id=told.county,
                    step="grant",
                    period=period,
                    value_on=min(told.on, period),
                    made_by=self.little.maker.user_id,
                    checked_by=checker.user_id,
                )
                PostingLeg.objects.bulk_create(
                    PostingLeg(
                        posting=posting,
                        earmark_id=earmark,
                        number=number,
                        account_id=accounts[account],
                        amount_fen=fen,
                    )
                    for number, (account, fen) in enumerate(legs, 1)
                )
        except DatabaseError:
            return False
        return True
