"""The register: everything that was recorded is sealed, and whatever is changed behind it is found."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from jiugai.domain.sealing.examination import KeptRoot
from jiugai.services.audit import sealing
from jiugai.services.audit.verifying import Verdict, verify_register
from jiugai.storage.audit import seal_queries
from jiugai.storage.audit.models import Stamp
from jiugai.storage.server import APPLICATION_ROLE, Address
from jiugai.storage.unit_of_work import unit_of_work
from tests import throwaway_server
from tests.services.little_city import LittleCity


def codes(verdict: Verdict) -> list[str]:
    return [finding.code.removeprefix("register.") for finding in verdict.findings]


def told(verdict: Verdict) -> str:
    return "\n".join(finding.message for finding in verdict.findings)


@contextmanager
def behind_the_back() -> Iterator[psycopg.Connection]:
    """Write as whoever holds the database: past every trigger, every key and every reach."""
    parameters = connection.get_connection_params()
    known = {name: parameters[name] for name in ("host", "port", "dbname") if parameters.get(name)}
    with psycopg.connect(**known, user="postgres") as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute("SET jiugai.regions = 'all'")
        yield owner


def tamper(statement: str) -> None:
    with behind_the_back() as owner:
        assert owner.execute(statement.encode()).rowcount > 0


@pytest.fixture(scope="module")
def sealed_by_owner(
    little_city_built: tuple[Address, LittleCity], django_db_blocker: DjangoDbBlocker
) -> Iterator[Address]:
    """Make a copy of the little city, all of it sealed, for whoever holds the database."""
    with django_db_blocker.unblock(), throwaway_server.clone(of=little_city_built[0]) as own:
        with throwaway_server.connected_to(own, user=APPLICATION_ROLE):
            sealing.seal_all()
        yield own


@pytest.fixture
def attacked(
    sealed_by_owner: Address, django_db_blocker: DjangoDbBlocker
) -> Iterator[Callable[[str], None]]:
    """Attack the sealed city within one transaction, which is taken back after the test."""

    def attack(statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(statement)
            assert cursor.rowcount != 0
            cursor.execute("SET LOCAL session_replication_role = origin")

    with (
        django_db_blocker.unblock(),
        throwaway_server.connected_to(sealed_by_owner, user="postgres"),
        transaction.atomic(),
    ):
        yield attack
        transaction.set_rollback(True)


class TestSealing:
    def test_puts_every_act_into_the_tree_once_and_in_order(self, fresh_little: LittleCity):
        sealed = sealing.seal_all()
        again = sealing.seal_all()

        assert sealed == Stamp.objects.count() > 5
        assert again == 0
        leaves = [leaf for leaf in seal_queries.leaves() if leaf.seq]
        assert [leaf.seq for leaf in leaves] == list(range(1, sealed + 1))

    def test_gives_the_same_tree_whatever_the_batches(self, fresh_little: LittleCity):
        from jiugai.storage.audit import seals

        while seals.seal(most=2):
            pass

        verdict = verify_register()
        assert verdict.findings == ()
        assert verdict.examined.acts == Stamp.objects.count()

    def test_names_no_person_in_any_event(self, fresh_little: LittleCity):
        sealing.seal_all()
        with connection.cursor() as cursor:
            cursor.execute("SELECT username FROM accounts_user")
            usernames = [name for (name,) in cursor.fetchall()]

        text = "\n".join(leaf.body for leaf in seal_queries.leaves())
        assert usernames
        assert not [name for name in usernames if f'"{name}' in text]

    def test_leaves_out_what_has_not_committed_and_takes_it_later(self, fresh_little: LittleCity):
        sealing.seal_all()
        writing, may_commit = threading.Event(), threading.Event()

        def write_slowly() -> None:
            with unit_of_work(verb="tests.slow", user_id=1, post_id=1):
                writing.set()
                may_commit.wait(20)
            connection.close()

        slow = threading.Thread(target=write_slowly)
        slow.start()
        writing.wait(20)
        with unit_of_work(verb="tests.quick", user_id=1, post_id=1):
            pass
        first = sealing.seal_all()
        may_commit.set()
        slow.join(20)
        second = sealing.seal_all()

        assert (first, second) == (1, 1)
        verbs = [json.loads(leaf.body).get("verb") for leaf in seal_queries.leaves()]
        assert verbs[-2:] == ["tests.quick", "tests.slow"]
        assert verify_register().findings == ()

    def test_stops_at_a_number_that_is_missing(self, fresh_little: LittleCity):
        tamper("DELETE FROM audit_stamp WHERE seq = 3")

        with pytest.raises(sealing.Torn, match="第 3 号"):
            sealing.seal_all()

        assert codes(verify_register()) == ["torn"]

    def test_lets_sealers_wait_for_each_other(self, fresh_little: LittleCity):
        sealed: list[int] = []

        def seal() -> None:
            sealed.append(sealing.seal_all())
            connection.close()

        threads = [threading.Thread(target=seal) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)

        assert sum(sealed) == Stamp.objects.count()
        assert verify_register().findings == ()


ATTACKS = {
    "edit a fact": ("UPDATE works_reading SET value = value + 1 WHERE id = (SELECT min(id) FROM works_reading)", "act_changed"),
    "delete a fact": ("DELETE FROM programme_step WHERE id = (SELECT max(id) FROM programme_step)", "act_changed"),
    "slip in a fact": (
        """INSERT INTO programme_step (act_id, site_id, step, effective_on, withdrawn, origin)
           SELECT act_id, site_id, 70, effective_on, false, '' FROM programme_step LIMIT 1""",
        "act_changed",
    ),
    "slip in a fact of an act that never was": (
        """INSERT INTO programme_step (act_id, site_id, step, effective_on, withdrawn, origin)
           SELECT 999999, site_id, 70, effective_on, false, '' FROM programme_step LIMIT 1""",
        "uncounted",
    ),
    "edit a line of a filed plan": ("UPDATE programme_filing_line SET site_id = 999 WHERE id = (SELECT min(id) FROM programme_filing_line)", "act_changed"),
    "edit who did it": ("UPDATE audit_act SET user_id = user_id + 1 WHERE id = (SELECT max(id) FROM audit_act)", "act_changed"),
    "back-date an act": ("UPDATE audit_stamp SET recorded_at = recorded_at - interval '1 day' WHERE seq = 2", "act_changed"),
    "delete an act": ("DELETE FROM audit_act WHERE id = (SELECT min(id) FROM audit_act)", "act_gone"),
    "edit an event": ("UPDATE audit_leaf SET body = replace(body, '\"post\":', '\"post\":1') WHERE number = 2", "body"),
    "delete an event": ("DELETE FROM audit_leaf WHERE number = 2", "number"),
    "cut off the end": ("DELETE FROM audit_leaf WHERE number > 3", "cut_off"),
    "edit a root": ("UPDATE audit_checkpoint SET root = decode(repeat('00', 32), 'hex')", "root"),
    "edit the frontier": ("UPDATE audit_checkpoint SET peaks = decode(repeat('00', octet_length(peaks)), 'hex')", "frontier"),
    "delete a checkpoint": ("DELETE FROM audit_checkpoint", "last_root"),
    "edit a layout": ("UPDATE audit_layout SET content = replace(content, 'audit_document', 'audit_documents')", "layout"),
    "change a post": ("UPDATE accounts_post SET kind = 'administrator' WHERE kind <> 'administrator'", "rights_changed"),
    "appoint oneself": ("INSERT INTO accounts_appointment (user_id, post_id, since) SELECT user_id, post_id + 1, since FROM accounts_appointment LIMIT 1", "rights_changed"),
    "set a password": ("UPDATE accounts_user SET password = 'x' WHERE id = (SELECT min(id) FROM accounts_user)", "rights_changed"),
    "forget the stamp": (
        """INSERT INTO audit_act (key, verb, user_id, post_id, subject)
           VALUES (gen_random_uuid(), 'tests.hidden', 0, 0, '')""",
        "unstamped",
    ),
    "delete a salt": ("DELETE FROM audit_salt WHERE number = 1", "unsalted"),
}  # fmt: skip


class TestVerifyRegister:
    def test_finds_nothing_where_nothing_was_done(self, attacked: Callable[[str], None]):
        verdict = verify_register()

        assert verdict.findings == ()
        assert (verdict.holds, verdict.compared, verdict.pending) == (True, True, 0)

    def test_counts_what_is_not_sealed_yet(self, fresh_little: LittleCity):
        sealing.seal_all()
        with unit_of_work(verb="tests.write", user_id=1, post_id=1):
            pass

        verdict = verify_register()

        assert (verdict.findings, verdict.pending) == ((), 1)

    @pytest.mark.parametrize("attack", ATTACKS)
    def test_finds_what_was_done_behind_the_systems_back(
        self, attacked: Callable[[str], None], attack: str
    ):
        statement, code = ATTACKS[attack]
        attacked(statement)

        verdict = verify_register()

        assert code in codes(verdict)
        assert verdict.holds is (code == "unsalted")

    def test_says_which_act_and_which_table(self, attacked: Callable[[str], None]):
        attacked(ATTACKS["delete a fact"][0])

        assert "进度节点（programme_step）封存" in told(verify_register())

    def test_finds_a_lock_that_was_taken_off(self, attacked: Callable[[str], None]):
        attacked("ALTER TABLE works_reading DISABLE TRIGGER append_only")
        attacked("DROP TRIGGER no_truncate ON programme_step")

        verdict = verify_register()

        assert codes(verdict) == ["guards"]
        assert "programme_step 的 no_truncate、works_reading 的 append_only" in told(verdict)

    def test_remembers_a_change_of_rights_that_was_sealed_since(self, fresh_little: LittleCity):
        sealing.seal_all()
        tamper(ATTACKS["change a post"][0])
        with unit_of_work(verb="tests.write", user_id=1, post_id=1):
            pass
        sealing.seal_all()

        verdict = verify_register()

        assert set(codes(verdict)) == {"rights_unaccounted"}

    def test_lets_an_act_account_for_a_change_of_rights(self, fresh_little: LittleCity):
        sealing.seal_all()
        uow = unit_of_work(verb="accounts.add_post", user_id=1, post_id=1)
        with uow, connection.cursor() as cursor:
            cursor.execute("UPDATE accounts_post SET title = title || '（一）'")
        before_sealing = verify_register()
        sealing.seal_all()

        assert before_sealing.findings == verify_register().findings == ()

    def test_reads_what_was_sealed_by_the_columns_of_then(self, fresh_little: LittleCity):
        sealing.seal_all()
        with behind_the_back() as owner:
            owner.execute(
                "ALTER TABLE works_reading ADD COLUMN remark text NOT NULL DEFAULT '新列'"
            )
        with unit_of_work(verb="tests.write", user_id=1, post_id=1):
            pass
        sealing.seal_all()

        assert verify_register().findings == ()

    def test_misses_a_trace_rewritten_whole_unless_somebody_holds_a_root(
        self, fresh_little: LittleCity
    ):
        """Whoever holds the database may reseal a false past; a bulletin or a receipt gives him away."""
        sealing.seal_all()
        printed = seal_queries.last_checkpoint()
        tamper(ATTACKS["edit a fact"][0])
        with behind_the_back() as owner:
            for table in ("audit_leaf", "audit_salt", "audit_checkpoint", "audit_layout"):
                owner.execute(f"DELETE FROM {table}".encode())
        sealing.seal_all()
        held = KeptRoot(printed.size, printed.root, "2020-10 通报所印")

        assert verify_register().findings == ()
        assert codes(verify_register(held=[held])) == ["root"]

    def test_finds_an_old_copy_put_back_where_somebody_holds_a_later_root(
        self, attacked: Callable[[str], None]
    ):
        held = KeptRoot(10**6, bytes(32), "石泉县回执")

        assert codes(verify_register(held=[held])) == ["cut_off"]
