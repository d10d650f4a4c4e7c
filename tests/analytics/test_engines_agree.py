"""One definition, three writings: plain Python, PostgreSQL and DuckDB count the same numbers."""

from collections.abc import Callable, Sequence
from typing import Any

import ibis
import psycopg
import pytest
from psycopg.rows import dict_row

from jiugai.analytics import duckdb_engine
from jiugai.analytics import measures as expressions
from jiugai.analytics.duckdb_engine import Engine, Question
from jiugai.domain.facts import Horizon
from jiugai.domain.reporting.indicators import COLUMNS, Counts, count
from jiugai.storage.reporting.measure_sql import measures_sql, sites_sql
from tests.analytics.histories import SEQS_A_CASE, Case, arrow_tables, load

CASES = 200
CITY = 610900


def asked(
    horizon: Horizon, list_id: int | None = None, county_id: int | None = None
) -> dict[str, Any]:
    return {
        "last_seq": horizon.last_seq,
        "on_day": horizon.on_day,
        "list_id": list_id,
        "county_id": county_id,
    }


def by_postgres(
    postgres: psycopg.Connection,
    horizon: Horizon,
    list_id: int | None = None,
    county_id: int | None = None,
    *,
    sql: str = "",
) -> list[Counts]:
    given = asked(horizon, list_id, county_id)
    rows = postgres.execute((sql or measures_sql()).encode(), given).fetchall()
    return [Counts(row[0], row[1], dict(zip(COLUMNS, row[2:], strict=True))) for row in rows]


def of_lists(counts: Sequence[Counts], lists: tuple[int, ...]) -> list[Counts]:
    return [row for row in counts if row.list_id in lists]


class TestEngines:
    def test_agree_on_two_hundred_random_histories(self, spine: psycopg.Connection) -> None:
        cases = [Case(number) for number in range(CASES)]
        load(spine, [case.history for case in cases], range(1, CASES * SEQS_A_CASE + 1))
        engine = Engine()
        engine.refresh(spine, city=CITY)
        pairs = [(case, horizon) for case in cases for horizon in case.horizons]
        questions = [Question(n, CITY, horizon) for n, (_, horizon) in enumerate(pairs)]

        duckdb = engine.counts(questions)

        numbers = 0
        for label, (case, horizon) in enumerate(pairs):
            expected = count(case.history, horizon)
            numbers += len(expected) * len(COLUMNS)
            assert of_lists(duckdb[label], case.lists) == expected
            postgres = [row for one in case.lists for row in by_postgres(spine, horizon, one)]
            assert postgres == expected
        assert numbers > 10_000

    def test_agree_on_a_whole_register_and_on_one_county_of_it(
        self, spine: psycopg.Connection
    ) -> None:
        cases = [Case(number) for number in range(12)]
        load(spine, [case.history for case in cases], range(1, 12 * SEQS_A_CASE + 1))
        engine = Engine()
        high = engine.refresh(spine, city=CITY)
        horizon = Horizon(cases[0].horizons[0].on_day, high)

        expected = [row for case in cases for row in count(case.history, horizon)]

        assert engine.series(CITY, [horizon]) == [expected]
        assert by_postgres(spine, horizon) == expected
        assert by_postgres(spine, horizon, county_id=2) == [
            row for row in expected if row.county_id == 2
        ]

    def test_agree_that_cities_with_the_same_identities_are_two(self) -> None:
        cases = {city: Case(city, apart=False) for city in range(1, 21)}
        engine = Engine()
        for city, case in cases.items():
            engine.admit(arrow_tables(case.history), city=city, high=SEQS_A_CASE)
        pairs = [(city, horizon) for city, case in cases.items() for horizon in case.horizons]

        told = engine.counts([Question(n, *pair) for n, pair in enumerate(pairs)])

        for label, (city, horizon) in enumerate(pairs):
            assert told[label] == count(cases[city].history, horizon)

    def test_agree_when_a_ranking_by_starts_leaves_the_money_out(
        self, spine: psycopg.Connection
    ) -> None:
        cases = [Case(number) for number in range(20)]
        load(spine, [case.history for case in cases], range(1, 20 * SEQS_A_CASE + 1))
        horizon = Horizon(cases[0].horizons[0].on_day, 20 * SEQS_A_CASE)

        rows = spine.execute(measures_sql(money=False).encode(), asked(horizon)).fetchall()

        expected = [row for case in cases for row in count(case.history, horizon)]
        assert rows == [
            (row.list_id, row.county_id, *(row.amounts[name] for name in COLUMNS[:-3]))
            for row in expected
        ]


class TestSitesBehindAFigure:
    def test_sum_to_the_figure(self, spine: psycopg.Connection) -> None:
        cases = [Case(number) for number in range(40)]
        load(spine, [case.history for case in cases], range(1, 40 * SEQS_A_CASE + 1))
        cursor = spine.cursor(row_factory=dict_row)
        started = 0
        pairs = [(case, horizon) for case in cases for horizon in case.horizons]
        for case, horizon in pairs:
            sites = cursor.execute(sites_sql().encode(), asked(horizon)).fetchall()
            for row in count(case.history, horizon):
                mine = [
                    site
                    for site in sites
                    if (site["list_id"], site["county_id"]) == (row.list_id, row.county_id)
                ]
                begun = [site for site in mine if site["started"] is not None]
                started += len(begun)
                assert (
                    sum(site["households"] for site in begun) == row.amounts["started_households"]
                )
                assert sum(site["is_filed"] for site in mine) == row.amounts["planned_communities"]
                assert sum(site["invested"] for site in mine) == row.amounts["invested_fen"]
        assert started > 30


# The four known ways to get the as-of rule wrong, as changes of the SQL text: of the rule for few
# facts and of the rule for many.
REPLACED = "WHERE g.replaces = f.id AND t.seq <= %(last_seq)s)"
GONE = "AND NOT EXISTS (SELECT 1 FROM unknown u WHERE u.act_id = g.act_id)\n"
WRONG_SQL = {
    "the day before the replacement": (
        (REPLACED, REPLACED[:-1] + " AND g.effective_on <= %(on_day)s)"),
        (GONE, GONE + " AND g.effective_on <= %(on_day)s"),
    ),
    "replaced from the future": ((REPLACED, "WHERE g.replaces = f.id)"), (GONE, "")),
    "withdrawals ignored": (("AND NOT f.withdrawn", ""),),
    "replaced facts come back": (
        (REPLACED, REPLACED[:-1] + " AND NOT g.withdrawn)"),
        (GONE, GONE + " AND NOT g.withdrawn"),
    ),
}


def day_before_replacement(facts: Any, horizon: Any, subject: list[str]) -> Any:
    later = facts.filter(facts.replaces.notnull()).select(
        "city", gone_id=facts.replaces, gone_on=facts.effective_on
    )
    keys = [facts.city == later.city, facts.id == later.gone_id]
    both = facts.left_join(later, keys).drop("city_right", "gone_id")
    known = both.inner_join(
        horizon,
        [
            both.city == horizon.city,
            both.seq <= horizon.last_seq,
            both.gone_seq.isnull()
            | (both.gone_seq > horizon.last_seq)
            | (both.gone_on > horizon.on_day),
            ~both.withdrawn,
            both.effective_on <= horizon.on_day,
        ],
    )
    return known.select(
        "label", *(both[name] for name in ("city", "id", "seq", "effective_on", *subject))
    )


def with_facts(change: Callable[[Any], Any]) -> Callable[[Any, Any, list[str]], Any]:
    def wrong(facts: Any, horizon: Any, subject: list[str]) -> Any:
        return right_rule(change(facts), horizon, subject)

    return wrong


right_rule = expressions.standing
WRONG_IBIS = {
    "the day before the replacement": day_before_replacement,
    "replaced from the future": with_facts(lambda facts: facts.filter(facts.gone_seq.isnull())),
    "withdrawals ignored": with_facts(lambda facts: facts.mutate(withdrawn=ibis.literal(False))),
    "replaced facts come back": with_facts(
        lambda facts: facts.mutate(
            gone_seq=facts.id.isin(facts.filter(facts.withdrawn).replaces).ifelse(
                ibis.null("int64"), facts.gone_seq
            )
        )
    ),
}


class TestWrongRules:
    """Each mutant of each writing must differ from the reference in some random history."""

    @pytest.mark.parametrize("name", WRONG_SQL)
    def test_are_caught_in_postgresql(self, spine: psycopg.Connection, name: str) -> None:
        cases = [Case(number) for number in range(60)]
        load(spine, [case.history for case in cases], range(1, 60 * SEQS_A_CASE + 1))
        mutant = measures_sql()
        for right, wrong in WRONG_SQL[name]:
            assert right in mutant
            mutant = mutant.replace(right, wrong)

        assert any(
            [row for one in case.lists for row in by_postgres(spine, horizon, one, sql=mutant)]
            != count(case.history, horizon)
            for case in cases
            for horizon in case.horizons
        )

    @pytest.mark.parametrize("name", WRONG_IBIS)
    def test_are_caught_in_the_analytic_engine(
        self, monkeypatch: pytest.MonkeyPatch, name: str
    ) -> None:
        cases = {city: Case(city, apart=False) for city in range(1, 61)}
        engine = Engine()
        for city, case in cases.items():
            engine.admit(arrow_tables(case.history), city=city, high=SEQS_A_CASE)
        monkeypatch.setattr(expressions, "standing", WRONG_IBIS[name])
        mutant = str(ibis.to_sql(expressions.measures(expressions.unbound()), dialect="duckdb"))
        monkeypatch.setattr(duckdb_engine, "compiled", lambda _dialect: mutant)
        pairs = [(city, horizon) for city, case in cases.items() for horizon in case.horizons]

        told = engine.counts([Question(n, *pair) for n, pair in enumerate(pairs)])

        assert any(
            told[label] != count(cases[city].history, horizon)
            for label, (city, horizon) in enumerate(pairs)
        )
