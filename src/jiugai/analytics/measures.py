"""The measures as Ibis expressions (指标表达式): one definition for every analytic engine.

Only what all engines agree on is used: equality and inequality joins, sums of whole numbers, and
``row_number`` over a total order. No ``argmax``, no ``first``, no division, no engine decimals.
Rates and rounding belong to the domain.
"""

from functools import cache
from typing import Any

import ibis
from ibis import _

from jiugai.analytics.tables import HORIZON, TABLES
from jiugai.domain.funding.flows import FlowKind
from jiugai.domain.reporting.indicators import COLUMNS, STEP_OF, Basis, Quantity, column
from jiugai.domain.works import Indicator

KEY = ["label", "city", "list_id", "county_id"]
_MONEY = {Quantity.RECEIVED: FlowKind.RECEIVED, Quantity.PAID: FlowKind.PAID}


def unbound() -> dict[str, Any]:
    """Return the engine's tables as names and types only, bound to no connection."""
    tables = {name: ibis.table(table.stored, name=name) for name, table in TABLES.items()}
    return tables | {"horizon": ibis.table(HORIZON, name="horizon")}


@cache
def compiled(dialect: str) -> str:
    """Return the SQL of all measures; made once a process, since Ibis takes longer than the run."""
    return str(ibis.to_sql(measures(unbound()), dialect=dialect))


def standing(facts: Any, horizon: Any, subject: list[str]) -> Any:
    """Return the facts that stand at each horizon, with its label: the as-of rule as one filter.

    ``gone_seq`` makes of a correction an interval of stamps, so no fact is compared with another.
    """
    known = facts.inner_join(
        horizon,
        [
            facts.city == horizon.city,
            facts.seq <= horizon.last_seq,
            facts.gone_seq.isnull() | (facts.gone_seq > horizon.last_seq),
            ~facts.withdrawn,
            facts.effective_on <= horizon.on_day,
        ],
    )
    own = [facts[name] for name in ("city", "id", "seq", "effective_on", *subject)]
    return known.select("label", *own)


def latest(facts: Any, subject: list[str]) -> Any:
    """Return the last fact of each subject: by day, then by stamp, then by id.

    The last day is found by a sum-like pass first, and only the few facts of that day are put in
    order: a window over all facts of 36 months took three quarters of the whole series.
    """
    keys = ["label", "city", *subject]
    days = facts.group_by(keys).agg(effective_on=_.effective_on.max())
    last = _without_doubles(facts.inner_join(days, [*keys, "effective_on"]))
    window = ibis.window(group_by=keys, order_by=[ibis.desc("seq"), ibis.desc("id")])
    ranked = last.mutate(place=ibis.row_number().over(window))
    return ranked.filter(_.place == 0).drop("place", "id", "seq", "effective_on")


def measures(tables: dict[str, Any]) -> Any:
    """Return label, city, list_id, county_id and the columns of the reference, one row each.

    :param tables: the tables of ``TABLES`` and ``horizon``, by name.
    """
    entries = _entries(tables)
    parts = [_planned(tables), _done(tables, entries), _funded(tables, entries)]
    together = ibis.union(*(_padded(part) for part in parts))
    return together.group_by(KEY).agg(**{name: _total(_[name]) for name in COLUMNS})


def _total(value: Any) -> Any:
    return value.sum().cast("int64")


def _sizes(quantity: Quantity, flag: Any) -> dict[str, Any]:
    sizes = {
        Basis.COMMUNITIES: _.one,
        Basis.BUILDINGS: _.buildings,
        Basis.HOUSEHOLDS: _.households,
        Basis.AREA: _.area_dm2,
    }
    return {column(quantity, basis): _total(size * flag) for basis, size in sizes.items()}


def _padded(part: Any) -> Any:
    """Return a part with every column of the reference, zero where it counts nothing."""
    zero = ibis.literal(0, "int64")
    return part.select(
        *KEY, **{name: part[name] if name in part.columns else zero for name in COLUMNS}
    )


def _at_sites(tables: dict[str, Any], rows: Any) -> Any:
    return rows.inner_join(tables["site"], ["city", "site_id"]).mutate(one=ibis.literal(1, "int64"))


def _entries(tables: dict[str, Any]) -> Any:
    kept = ["is_in", "buildings", "households", "area_dm2"]
    rows = standing(tables["entry"], tables["horizon"], ["list_id", "site_id", *kept])
    last = latest(rows, ["list_id", "site_id"])
    return _at_sites(tables, last.filter(_.is_in).drop("is_in"))


def _planned(tables: dict[str, Any]) -> Any:
    filings = standing(tables["filing"], tables["horizon"], ["list_id"]).mutate(filing_id=_.id)
    last = latest(filings, ["list_id"])
    lines = _at_sites(tables, last.inner_join(tables["line"], ["city", "filing_id"]))
    money = {column(Quantity.PLANNED, Basis.FEN): _total(_.investment_fen)}
    return lines.group_by(KEY).agg(**_sizes(Quantity.PLANNED, _.one), **money)


def _done(tables: dict[str, Any], entries: Any) -> Any:
    horizon = tables["horizon"]
    counted = tables["step"].filter(_.step.isin([int(step) for step in STEP_OF.values()]))
    steps = standing(counted, horizon, ["site_id", "step"])
    reached = steps.group_by("label", "city", "site_id").agg(
        **{str(q): (_.step == int(step)).cast("int64").max() for q, step in STEP_OF.items()}
    )
    readings = tables["reading"].filter(_.indicator == int(Indicator.INVESTMENT))
    invested = latest(standing(readings, horizon, ["site_id", "value"]), ["site_id"])
    site = ["label", "city", "site_id"]
    rows = _left(_left(entries, reached, site), invested, site)
    rows = rows.mutate(**{name: _[name].fill_null(0) for name in (*map(str, STEP_OF), "value")})
    amounts: dict[str, Any] = {column(Quantity.INVESTED, Basis.FEN): _total(_.value)}
    for quantity in STEP_OF:
        amounts |= _sizes(quantity, _[str(quantity)])
    return rows.group_by(KEY).agg(**amounts)


def _funded(tables: dict[str, Any], entries: Any) -> Any:
    """Return the money of each project once for each list and county in which it has a site."""
    moved = tables["flow"].filter(_.kind.isin([int(kind) for kind in _MONEY.values()]))
    flows = standing(moved, tables["horizon"], ["project_id", "kind", "amount_fen"])
    sums = flows.group_by("label", "city", "project_id").agg(
        **{
            column(q, Basis.FEN): _total((_.kind == int(kind)).ifelse(_.amount_fen, 0))
            for q, kind in _MONEY.items()
        }
    )
    projects = entries.select(*KEY, "project_id").distinct()
    rows = _left(projects, sums, ["label", "city", "project_id"])
    names = [column(quantity, Basis.FEN) for quantity in _MONEY]
    return rows.group_by(KEY).agg(**{name: _total(_[name].fill_null(0)) for name in names})


def _left(rows: Any, other: Any, on: list[str]) -> Any:
    return _without_doubles(rows.left_join(other, on))


def _without_doubles(joined: Any) -> Any:
    """Return a join without the doubled key columns that Ibis may leave."""
    return joined.drop(*(name for name in joined.columns if name.endswith("_right")))
