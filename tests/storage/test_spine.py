"""The data spine: what is refused whoever asks, the order of stamps, the as-of rule in SQL."""

import threading
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
from django.apps import apps
from django.db import connection
from psycopg import errors
from pytest_django.plugin import DjangoDbBlocker

from jiugai.domain.facts import Fact as ReferenceFact
from jiugai.domain.facts import Horizon
from jiugai.domain.facts import standing as reference
from jiugai.storage import reach
from jiugai.storage.audit.as_of import latest, rows, standing
from jiugai.storage.audit.models import Act, Fact, Stamp
from jiugai.storage.audit.queries import last_mark, mark
from jiugai.storage.server import APPLICATION_ROLE, Address
from jiugai.storage.unit_of_work import AlreadyDone, KeyReused, unit_of_work
from tests import throwaway_server

YESTERDAY = datetime.now(ZoneInfo("Asia/Shanghai")).date() - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Spine:
    """A connection with two sites, a step of the first, and a list, in three acts."""

    own: psycopg.Connection[tuple[Any, ...]]
    list_id: int
    sites: tuple[int, int]
    step: int

    def act(self) -> int:
        return _one(
            self.own,
            """INSERT INTO audit_act (key, verb, user_id, post_id, subject)
               VALUES (gen_random_uuid(), 'tests.write', 0, 0, '') RETURNING id""",
        )

    def enter_step(self, **given: Any) -> int:
        """Enter a step in an act of its own; 开工 of the first site yesterday unless told otherwise."""
        values = {
            "act_id": given.pop("act_id", None) or self.act(),
            "site_id": self.sites[0],
            "step": 60,
            "effective_on": YESTERDAY,
        } | given
        names = ", ".join(values)
        places = ", ".join(f"%({name})s" for name in values)
        return _one(
            self.own,
            f"INSERT INTO programme_step ({names}) VALUES ({places}) RETURNING id",
            values,
        )


def _one(own: psycopg.Connection[Any], query: str, values: dict[str, Any] | None = None) -> int:
    found = own.execute(query.encode(), values).fetchone()
    assert found is not None
    return int(found[0])


def _lay(own: psycopg.Connection[Any]) -> Spine:
    act = _one(
        own,
        """INSERT INTO audit_act (key, verb, user_id, post_id, subject)
           VALUES (gen_random_uuid(), 'tests.lay', 0, 0, '') RETURNING id""",
    )
    bears = {"act": act}
    county = _one(
        own,
        "INSERT INTO divisions_division (act_id, level) VALUES (%(act)s, 3) RETURNING id",
        bears,
    )
    bears["county"] = county
    project = _one(
        own,
        """INSERT INTO programme_project (act_id, public_id, county_id, name)
           VALUES (%(act)s, 'P1', %(county)s, '项目') RETURNING id""",
        bears,
    )
    sites = []
    for n in (1, 2):
        community = _one(
            own,
            """INSERT INTO registry_community (act_id, public_id) VALUES (%(act)s, %(id)s)
               RETURNING id""",
            bears | {"id": f"C{n}"},
        )
        sites.append(
            _one(
                own,
                """INSERT INTO programme_site (act_id, project_id, community_id)
                   VALUES (%(act)s, %(project)s, %(community)s) RETURNING id""",
                bears | {"project": project, "community": community},
            )
        )
    list_id = _one(
        own,
        """INSERT INTO programme_list (act_id, year, authority, division_id)
           VALUES (%(act)s, 2020, 'provincial', %(county)s) RETURNING id""",
        bears,
    )
    own.commit()
    laid = Spine(own, list_id, (sites[0], sites[1]), 0)
    step = laid.enter_step(effective_on=YESTERDAY - timedelta(days=9))
    own.commit()
    return Spine(own, list_id, (sites[0], sites[1]), step)


@contextmanager
def connected(address: Address, user: str) -> Iterator[psycopg.Connection[Any]]:
    everywhere = "-c jiugai.regions=all"
    with psycopg.connect(address.conninfo(user=user, options=everywhere)) as own:
        yield own


@pytest.fixture(scope="module")
def laid(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[Address, Spine]]:
    """Lay the little spine once; tests roll back what they write."""
    with django_db_blocker.unblock(), throwaway_server.clone() as address:
        with connected(address, APPLICATION_ROLE) as own:
            found = _lay(own)
        yield address, found


def _as(user: str, laid: tuple[Address, Spine]) -> Iterator[Spine]:
    address, found = laid
    with connected(address, user) as own:
        yield replace(found, own=own)
        own.rollback()


@pytest.fixture(params=["application", "owner"])
def spine(request: pytest.FixtureRequest, laid: tuple[Address, Spine]) -> Iterator[Spine]:
    """Hold the little spine as one of the two who may connect."""
    yield from _as(APPLICATION_ROLE if request.param == "application" else laid[0].user, laid)


@pytest.fixture
def application(laid: tuple[Address, Spine]) -> Iterator[Spine]:
    yield from _as(APPLICATION_ROLE, laid)


class TestCorrections:
    def test_are_entered_with_what_they_replace_and_why(self, spine: Spine) -> None:
        corrected = spine.enter_step(replaces=spine.step, reason="日期误填")
        spine.own.execute("SET CONSTRAINTS ALL IMMEDIATE")

        assert corrected > spine.step

    def test_of_one_fact_are_entered_once(self, spine: Spine) -> None:
        spine.enter_step(replaces=spine.step, reason="日期误填")

        with pytest.raises(errors.UniqueViolation, match="replaced_once"):
            spine.enter_step(replaces=spine.step, reason="又改", effective_on=YESTERDAY)

    @pytest.mark.parametrize("other", ["site", "step"])
    def test_never_move_a_fact_to_another_subject(self, spine: Spine, other: str) -> None:
        moved = {"site_id": spine.sites[1]} if other == "site" else {"step": 70}

        with pytest.raises(errors.ForeignKeyViolation, match="corrects_its_subject"):
            spine.enter_step(replaces=spine.step, reason="记错小区", **moved)

    def test_say_why(self, spine: Spine) -> None:
        with pytest.raises(errors.CheckViolation, match="reason_with_correction"):
            spine.enter_step(replaces=spine.step)

    def test_give_no_reason_for_replacing_nothing(self, spine: Spine) -> None:
        with pytest.raises(errors.CheckViolation, match="reason_with_correction"):
            spine.enter_step(reason="无")

    def test_replace_a_fact_that_is_there(self, spine: Spine) -> None:
        with pytest.raises(errors.ForeignKeyViolation, match="corrects_its_subject"):
            spine.enter_step(replaces=spine.step - 1, reason="没有这条")

    def test_replace_an_earlier_fact(self, spine: Spine) -> None:
        with pytest.raises(errors.CheckViolation, match="replaces_an_earlier"):
            spine.enter_step(replaces=spine.step + 1000, reason="还没有")

    def test_withdraw_something(self, spine: Spine) -> None:
        with pytest.raises(errors.CheckViolation, match="withdrawal_replaces"):
            spine.enter_step(withdrawn=True)

    def test_of_two_clerks_at_once_one_is_told(self, fresh_database: Address) -> None:
        with (
            connected(fresh_database, APPLICATION_ROLE) as first,
            connected(fresh_database, APPLICATION_ROLE) as second,
        ):
            laid = _lay(first)
            late = Spine(second, laid.list_id, laid.sites, laid.step)
            laid.enter_step(replaces=laid.step, reason="日期误填")
            said: list[BaseException] = []

            def wait() -> None:
                try:
                    late.enter_step(replaces=laid.step, reason="我也来改")
                except errors.UniqueViolation as refusal:
                    said.append(refusal)

            clerk = threading.Thread(target=wait)
            clerk.start()
            first.commit()
            clerk.join()

            assert "replaced_once" in str(said[0])


class TestValues:
    def test_of_a_start_tomorrow_are_refused(self, spine: Spine) -> None:
        with pytest.raises(errors.CheckViolation, match="not_in_future"):
            spine.enter_step(effective_on=YESTERDAY + timedelta(days=3))

    def test_are_said_once_in_an_act(self, spine: Spine) -> None:
        act = spine.act()
        spine.enter_step(act_id=act, step=70)

        with pytest.raises(errors.UniqueViolation, match="says_once"):
            spine.enter_step(act_id=act, step=70)

    @pytest.mark.parametrize(
        ("withdrawn", "value"), [(True, 5), (False, None)], ids=["withdrawn value", "no value"]
    )
    def test_stand_with_a_fact_and_go_with_it(
        self, spine: Spine, withdrawn: bool, value: int | None
    ) -> None:
        reading = """INSERT INTO works_reading
            (act_id, site_id, indicator, value, effective_on, replaces, reason, withdrawn)
            VALUES (%(act)s, %(site)s, 2, %(value)s, %(day)s, %(replaces)s, %(reason)s, %(gone)s)
            RETURNING id"""
        given = {"site": spine.sites[0], "day": YESTERDAY}
        first = _one(
            spine.own,
            reading,
            given
            | {"act": spine.act(), "value": 4, "replaces": None, "reason": None, "gone": False},
        )

        with pytest.raises(errors.CheckViolation, match="value_unless_withdrawn"):
            _one(
                spine.own,
                reading,
                given
                | {
                    "act": spine.act(),
                    "value": value,
                    "replaces": first,
                    "reason": "撤",
                    "gone": withdrawn,
                },
            )

    def test_cannot_choose_their_id(self, spine: Spine) -> None:
        with pytest.raises(errors.GeneratedAlways, match="non-DEFAULT value"):
            spine.enter_step(id=999_999)


def fact_models() -> list[Any]:
    return [model for model in apps.get_models() if issubclass(model, Fact)]


HISTORY = sorted(
    {model._meta.db_table for model in fact_models()}
    | {
        "audit_act",
        "audit_anchor",
        "audit_checkpoint",
        "audit_layout",
        "audit_leaf",
        "audit_salt",
        "audit_stamp",
        "audit_document",
        "audit_evidence",
        "audit_evidence_item",
        "bulletins_issue",
        "bulletins_meeting",
        "bulletins_minutes",
        "bulletins_minutes_issue",
        "bulletins_order_paper",
        "divisions_division",
        "funding_account",
        "funding_bank_account",
        "funding_batch",
        "funding_batch_answer",
        "funding_batch_answer_line",
        "funding_batch_confirmation",
        "funding_batch_line",
        "funding_batch_version",
        "funding_contract",
        "funding_declaration",
        "funding_declaration_signature",
        "funding_earmark",
        "funding_interest_list",
        "funding_interest_offer",
        "funding_interest_row",
        "funding_interest_withdrawal",
        "funding_leg",
        "funding_match",
        "funding_match_undone",
        "funding_period_close",
        "funding_platform_listing",
        "funding_posting",
        "funding_statement",
        "funding_statement_line",
        "funding_voucher",
        "funding_voucher_refusal",
        "programme_filing_line",
        "programme_list",
        "programme_plan_budget",
        "programme_plan_case",
        "programme_plan_decision",
        "programme_plan_pin",
        "programme_plan_proposal",
        "programme_plan_setting",
        "programme_project",
        "programme_site",
        "registry_building",
        "registry_community",
        "registry_entrance",
        "registry_imported_file",
        "scheme_bill",
        "scheme_checklist",
        "scheme_line",
        "reporting_close",
        "reporting_deadline_extension",
        "reporting_doubt",
        "reporting_doubt_deed",
        "reporting_examination",
        "reporting_figure",
        "reporting_ranking_run",
        "reporting_submission_move",
        "supervision_challenge",
        "supervision_candidate",
        "supervision_contest",
        "supervision_contest_closing",
        "supervision_contest_entrant",
        "supervision_contest_juror",
        "supervision_contest_model",
        "supervision_contest_sheet",
        "supervision_deed",
        "supervision_draw",
        "supervision_hearing_step",
        "supervision_leader",
        "supervision_objection",
        "supervision_objection_answer",
        "supervision_order",
        "supervision_photo",
        "supervision_photo_set",
        "supervision_recount",
        "supervision_reward_decision",
        "supervision_reward_proposal",
        "supervision_shown_table",
    }
)
DESK_WORK = {
    "bulletins_draft",
    "messages_read_to",
    "messages_sending",
    "funding_balance",  # counted from the legs, by them alone; book-verify counts it anew
    "programme_plan_line",  # counted from facts; a guard of their own keeps what a run came to
    "programme_plan_report",
    "programme_plan_run",
    "registry_upload",
    "supervision_picture",  # its bytes; their digest is history, and they have a guard of their own
    "supervision_piece",
    "supervision_sending",
}
"""Tables beside facts that may change: what lies on a desk, and no history."""


class TestHistory:
    @pytest.mark.parametrize("act", ["UPDATE", "DELETE", "TRUNCATE"])
    def test_of_steps_cannot_be_altered(self, spine: Spine, act: str) -> None:
        said = {
            "UPDATE": "UPDATE programme_step SET step = 70",
            "DELETE": "DELETE FROM programme_step",
            "TRUNCATE": "TRUNCATE programme_step CASCADE",
        }[act]

        with pytest.raises((errors.InsufficientPrivilege, errors.RestrictViolation)):
            spine.own.execute(said.encode())

    def test_is_guarded_table_by_table(self, owner: psycopg.Connection[Any]) -> None:
        hung = owner.execute(
            """SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
               WHERE t.tgname IN ('append_only', 'no_truncate') AND t.tgenabled = 'O'"""
        ).fetchall()

        for table in HISTORY:
            assert (table, "append_only") in hung, table
            assert (table, "no_truncate") in hung, table

    def test_knows_of_every_table(self, owner: psycopg.Connection[Any]) -> None:
        of_ours = {
            model._meta.db_table
            for model in apps.get_models()
            if model.__module__.startswith("jiugai.storage") and "accounts" not in model.__module__
        }

        assert of_ours - DESK_WORK == set(HISTORY)

    def test_of_facts_holds_every_fact_to_its_subject(self, owner: psycopg.Connection[Any]) -> None:
        held = {
            name
            for (name,) in owner.execute(
                "SELECT conname FROM pg_constraint WHERE contype IN ('f', 'c', 'u')"
            ).fetchall()
        } | {name for (name,) in owner.execute("SELECT indexname FROM pg_indexes").fetchall()}

        assert len(fact_models()) >= 12
        for model in fact_models():
            table = model._meta.db_table
            assert f"{table}_corrects_its_subject" in held, table
            for rule in ("replaced_once", "reason_with_correction", "replaces_an_earlier"):
                assert f"{table}_{rule}" in held, (table, rule)
            assert f"{table}_withdrawal_replaces" in held, table
        for table in ("programme_step", "works_reading", "funding_flow"):
            assert f"{table}_not_in_future" in held, table

    @pytest.mark.parametrize("table", HISTORY)
    def test_lies_beyond_the_applications_rights(
        self, owner: psycopg.Connection[Any], table: str
    ) -> None:
        rights = owner.execute(
            """SELECT has_table_privilege('jiugai_app', %(t)s, 'UPDATE'),
                      has_table_privilege('jiugai_app', %(t)s, 'DELETE'),
                      has_table_privilege('jiugai_app', %(t)s, 'TRUNCATE'),
                      has_table_privilege('jiugai_app', %(t)s, 'TRIGGER'),
                      has_table_privilege('jiugai_app', %(t)s, 'SELECT')""",
            {"t": table},
        ).fetchone()

        assert rights == (False, False, False, False, True)


class TestTheApplication:
    def test_cannot_stamp_an_act(self, application: Spine) -> None:
        with pytest.raises(errors.InsufficientPrivilege):
            application.own.execute(
                "INSERT INTO audit_stamp (seq, act_id, recorded_at) VALUES (99, 1, now())"
            )

    @pytest.mark.parametrize(
        "said",
        [
            "ALTER TABLE programme_step DISABLE TRIGGER append_only",
            "ALTER TABLE audit_act DISABLE TRIGGER act_is_stamped",
            "SET session_replication_role = replica",
            "DROP TRIGGER append_only ON programme_step",
            "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
            "SET ROLE postgres",
        ],
    )
    def test_cannot_lift_a_guard(self, application: Spine, said: str) -> None:
        with pytest.raises(errors.InsufficientPrivilege):
            application.own.execute(said.encode())


def write(**given: Any) -> Act:
    with unit_of_work(**{"verb": "tests.write", "user_id": 0, "post_id": 0} | given) as act:
        pass
    return act


class TestUnitOfWork:
    def test_stamps_its_act_last(self, database: None) -> None:
        act = write(subject="安康市")

        assert (last_mark().seq, last_mark().key) == (1, act.key)

    def test_leaves_nothing_when_it_fails(self, fresh_database: Address) -> None:
        with pytest.raises(RuntimeError), unit_of_work(verb="tests.x", user_id=0, post_id=0):
            raise RuntimeError

        assert not Act.objects.exists()
        write()
        assert last_mark().seq == 1

    def test_is_harmless_to_repeat(self, database: None) -> None:
        key = uuid.uuid4()
        first = write(key=key, body_digest=b"same")

        with pytest.raises(AlreadyDone) as told:
            write(key=key, body_digest=b"same")

        assert told.value.act_id == first.pk
        assert Act.objects.count() == 1

    @pytest.mark.parametrize("other", [{"body_digest": b"other"}, {"verb": "tests.other"}])
    def test_refuses_a_number_that_comes_back_with_another_content(
        self, database: None, other: dict[str, Any]
    ) -> None:
        key = uuid.uuid4()
        write(key=key, body_digest=b"same")

        with pytest.raises(KeyReused, match="没有写入任何数据"):
            write(**{"key": key, "body_digest": b"same"} | other)

    def test_of_one_number_sent_twice_at_once_is_done_once(self, fresh_database: Address) -> None:
        key = uuid.uuid4()

        def send(_: int) -> str:
            try:
                write(key=key)
            except AlreadyDone:
                return "done before"
            finally:
                connection.close()
            return "done"

        with ThreadPoolExecutor(4, initializer=reach.stand_city_wide) as senders:
            said = sorted(senders.map(send, range(4)))

        assert said == ["done", "done before", "done before", "done before"]
        assert Act.objects.count() == Stamp.objects.count() == 1


class TestStamps:
    WRITERS, ACTS = 4, 25

    def test_are_gapless_and_in_the_order_of_commits(self, fresh_database: Address) -> None:
        seen: list[tuple[int, int]] = []  # for each writer's commit: its stamp, the last one before
        lock = threading.Lock()

        def work(_: int) -> None:
            for _ in range(self.ACTS):
                before = last_mark().seq
                act = write()
                own = Stamp.objects.get(act=act).seq
                with lock:
                    seen.append((own, before))
            connection.close()

        with ThreadPoolExecutor(self.WRITERS, initializer=reach.stand_city_wide) as writers:
            list(writers.map(work, range(self.WRITERS)))

        stamps = list(Stamp.objects.order_by("seq").values_list("seq", "recorded_at"))
        assert [seq for seq, _ in stamps] == list(range(1, self.WRITERS * self.ACTS + 1))
        assert all(own > before for own, before in seen)
        moments = [moment for _, moment in stamps]
        assert moments == sorted(set(moments))

    def test_lose_no_row_where_a_watermark_of_ids_does(self, fresh_database: Address) -> None:
        """Force the interleaving: an act begun first and committed last."""
        with (
            connected(fresh_database, APPLICATION_ROLE) as slow,
            connected(fresh_database, APPLICATION_ROLE) as quick,
        ):
            laid = _lay(slow)
            late = laid.enter_step(site_id=laid.sites[1], step=70)
            Spine(quick, laid.list_id, laid.sites, 0).enter_step(site_id=laid.sites[1], step=80)
            quick.commit()
            reader = _Reader()
            reader.read()
            slow.commit()
            reader.read()

            everything = {row["id"] for row in rows("SELECT id FROM programme_step", {})}
            assert everything - reader.by_id == {late}
            assert everything - reader.by_stamp == set()

    def test_lose_no_row_beside_concurrent_writers(self, fresh_database: Address) -> None:
        with connected(fresh_database, APPLICATION_ROLE) as own:
            laid = _lay(own)
        done, steps, lock = threading.Event(), count(1000), threading.Lock()

        def work(_: int) -> None:
            with connected(fresh_database, APPLICATION_ROLE) as own:
                mine = Spine(own, laid.list_id, laid.sites, 0)
                for _ in range(self.ACTS):
                    with lock:
                        step = next(steps)
                    mine.enter_step(step=step)
                    own.commit()

        reader = _Reader()
        with ThreadPoolExecutor(self.WRITERS, initializer=reach.stand_city_wide) as writers:
            pending = [writers.submit(work, n) for n in range(self.WRITERS)]
            while not done.is_set():
                if all(future.done() for future in pending):
                    done.set()
                reader.read()
            for future in pending:
                future.result()

        everything = {row["id"] for row in rows("SELECT id FROM programme_step", {})}
        assert len(everything) == 1 + self.WRITERS * self.ACTS
        assert reader.by_stamp == everything

    def test_tell_what_was_recorded_by_a_moment(self, database: None) -> None:
        write()
        first = last_mark()
        second = write()

        assert first.recorded_at is not None
        assert last_mark(first.recorded_at) == first
        assert last_mark(first.recorded_at - timedelta(microseconds=1)).seq == 0
        assert mark(2).key == second.key
        assert mark(99).seq == 0


class _Reader:
    """Asks again and again for what is new since its last value: of ids, and of stamps."""

    def __init__(self) -> None:
        self.last_id = self.last_seq = 0
        self.by_id: set[int] = set()
        self.by_stamp: set[int] = set()

    def read(self) -> None:
        fresh = rows(
            """SELECT f.id, s.seq FROM programme_step f JOIN audit_stamp s ON s.act_id = f.act_id""",
            {},
        )
        ids = [row["id"] for row in fresh if row["id"] > self.last_id]
        self.by_id |= set(ids)
        self.last_id = max(ids, default=self.last_id)
        new = [row for row in fresh if row["seq"] > self.last_seq]
        self.by_stamp |= {row["id"] for row in new}
        self.last_seq = max((row["seq"] for row in new), default=self.last_seq)


OCTOBER, NOVEMBER, DECEMBER = date(2020, 10, 31), date(2020, 11, 30), date(2020, 12, 31)


class TestAsOf:
    """The worked example: a start reported, moved, withdrawn, and then real."""

    @pytest.fixture
    def seqs(self, fresh_database: Address) -> Iterator[dict[int, int]]:
        with connected(fresh_database, APPLICATION_ROLE) as own:
            laid = _lay(own)
            told: list[Callable[[list[int]], dict[str, Any]]] = [
                lambda _: {"effective_on": date(2020, 10, 28)},
                lambda ids: {
                    "effective_on": date(2020, 11, 12),
                    "replaces": ids[0],
                    "reason": "日期误填",
                },
                lambda ids: {
                    "effective_on": date(2020, 11, 12),
                    "replaces": ids[1],
                    "reason": "照片是另一小区",
                    "withdrawn": True,
                },
                lambda _: {"effective_on": date(2020, 12, 5)},
            ]
            ids: list[int] = []
            found = {}
            for n, say in enumerate(told, start=1):
                ids.append(laid.enter_step(site_id=laid.sites[1], **say(ids)))
                own.commit()
                found[10 * n] = last_mark().seq
            yield found

    def test_answers_as_the_design_works_it_out(self, seqs: dict[int, int]) -> None:
        site = _second_site()
        for day, known, started in [
            (OCTOBER, 10, date(2020, 10, 28)),
            (OCTOBER, 20, None),
            (NOVEMBER, 20, date(2020, 11, 12)),
            (NOVEMBER, 30, None),
            (DECEMBER, 40, date(2020, 12, 5)),
            (NOVEMBER, 40, None),
        ]:
            asked = {"seq": seqs[known], "day": day}
            expected = [] if started is None else [{"effective_on": started}]
            for query in (
                standing("programme_step"),
                latest("programme_step", "site_id", "step"),
            ):
                found = rows(f"SELECT effective_on FROM ({query}) f WHERE site_id = {site}", asked)
                assert found == expected, (day, known)

    def test_agrees_with_the_reference_at_every_moment(self, seqs: dict[int, int]) -> None:
        facts = [
            ReferenceFact(**row)
            for row in rows(
                """SELECT f.id, s.seq, f.effective_on, f.replaces, f.withdrawn
                   FROM programme_step f JOIN audit_stamp s ON s.act_id = f.act_id""",
                {},
            )
        ]
        for seq in range(last_mark().seq + 1):
            for day in (date(2020, 10, 27), OCTOBER, NOVEMBER, DECEMBER, YESTERDAY):
                found = rows(standing("programme_step"), {"seq": seq, "day": day})

                expected = reference(facts, Horizon(day, seq))
                assert {row["id"] for row in found} == {fact.id for fact in expected}


def _second_site() -> int:
    return int(rows("SELECT max(id) AS id FROM programme_site", {})[0]["id"])
