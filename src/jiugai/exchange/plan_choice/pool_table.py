"""The pool of communities as a table (储备库表): one row a community, one column an item's cost."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from jiugai.domain.findings import Finding, blocking
from jiugai.domain.programme.choice.statement import CandidateWork, PoolCommunity
from jiugai.domain.registry.characters import quoted
from jiugai.exchange import strict_cells as cells
from jiugai.exchange.plain_csv import read_plain
from jiugai.exchange.plan_choice.money_cells import (
    money_columns,
    names,
    refuse_without_unit,
    whole_number,
)
from jiugai.exchange.plan_choice.rules_folder import PlanRules
from jiugai.exchange.strict_table import Sought, StrictRow, StrictTable

MOST_COMMUNITIES = 20_000
ID = Sought("id", "小区编号", ("id", "小区编号", "小区代码", "编号"), cells.name)
_YEAR = whole_number(2015, 2100, "2021")


@dataclass(frozen=True, slots=True)
class PoolReading:
    """What a table says of a pool (储备库读取结果); no communities where a finding blocks."""

    document: str
    communities: tuple[PoolCommunity, ...]
    findings: tuple[Finding, ...]


def _part(text: str) -> Fraction:
    found = cells.plain_number(text, 6)
    if found is None or found > 1:
        raise cells.Unread("应为 0 到 1 的数，例如 0.6")
    return found


def _optional(code: str, word: str, heads: tuple[str, ...], read: cells.Reader) -> Sought:
    return Sought(code, word, (code, *heads), read, needed=False)


_ABOUT = (
    _optional("name", "小区名称", ("小区名称", "名称", "小区"), cells.name),
    Sought("county", "县区", ("county", "县(市、区)", "所在县区", "区县", "县区"), cells.name),
    Sought(
        "households", "户数", ("households", "户数(户)", "户数"), whole_number(1, 100_000, "120")
    ),
    _optional("hazard", "隐患程度", ("隐患程度", "隐患程度(0-1)"), _part),
    _optional("willing", "同意率", ("同意率",), cells.share("85%", percent=False)),
    Sought(
        "willing",
        "同意率",
        ("willing_pct", "同意率(%)"),
        cells.share("85", percent=True),
        needed=False,
    ),
    _optional("carried_over", "是否续建", ("是否续建", "续建"), cells.yes_or_no),
    _optional("endangered", "是否有险情", ("是否有险情", "险情"), cells.yes_or_no),
    _optional("extension", "是否延伸纳入", ("是否延伸纳入", "延伸纳入"), cells.yes_or_no),
    _optional("listed", "是否已公布", ("是否已公布", "上次已列入"), cells.yes_or_no),
    _optional("ripe_from", "可动工年份", ("可动工年份",), _YEAR),
    _optional("due_by", "最迟列入年份", ("最迟列入年份",), _YEAR),
    _optional("neighbours", "相邻小区", ("相邻小区", "相邻小区编号"), names),
    _optional("owed", "必做内容", ("必做内容", "必做"), names),
)


def read_pool(content: bytes, document: str, rules: PlanRules) -> PoolReading:
    """Read a pool by the items and sources of the rules; never raises for what is in the file."""
    table = read_plain(content, document)
    if isinstance(table, Finding):
        return PoolReading(document, (), (table,))
    promised = [source for source in rules.sources if source.is_promised]
    sought = list(_ABOUT)
    bare: list[str] = []
    for item in rules.items:
        bare += [item.code, item.word]
        heads = (item.code, item.word)
        sought += money_columns(f"item:{item.code}", heads, f"{item.word}造价", above_zero=True)
    for source in promised:
        bare += [source.code, source.word]
        heads = (source.code, source.word)
        sought += money_columns(f"of:{source.code}", heads, f"{source.word}承诺", above_zero=False)
    reading = StrictTable(table, ID, sought)
    refuse_without_unit(table, reading, bare)
    rows = reading.rows()
    found = [_community(row, rules, reading) for row in rows if row.is_whole]
    if len(rows) > MOST_COMMUNITIES:
        message = f"储备库有 {len(rows):,} 个小区，一次至多 {MOST_COMMUNITIES:,} 个；请按县区分开。"
        reading.refuse("choice.too_many", message)
    told = reading.told()
    return PoolReading(table.document, () if blocking(told) else tuple(found), told)


def _community(row: StrictRow, rules: PlanRules, reading: StrictTable) -> PoolCommunity:
    said = row.values
    _check_years(row, reading)
    return PoolCommunity(
        key=row.name,
        name=said.get("name") or row.name,
        county=said.get("county", ""),
        households=said.get("households", 0),
        works=_works(row, rules, reading),
        hazard=said.get("hazard") or Fraction(0),
        willing=said.get("willing") or Fraction(0),
        is_carried_over=bool(said.get("carried_over")),
        is_endangered=bool(said.get("endangered")),
        is_extension=bool(said.get("extension")),
        was_listed=bool(said.get("listed")),
        ripe_from=said.get("ripe_from"),
        due_by=said.get("due_by"),
        neighbours=said.get("neighbours") or (),
        promised_fen={
            source.code: said.get(f"of:{source.code}") or 0
            for source in rules.sources
            if source.is_promised
        },
    )


def _works(row: StrictRow, rules: PlanRules, reading: StrictTable) -> tuple[CandidateWork, ...]:
    said: dict[str, Any] = dict(row.values)
    kinds = {kind.code: kind for kind in rules.kinds}
    wanted = [item for item in rules.items if said.get(f"item:{item.code}")]
    owed = set(said.get("owed") or ())
    known = {name for item in wanted for name in (item.code, item.word)}
    wrong = "、".join(quoted(name) for name in sorted(owed - known))
    if wrong:
        message = (
            f"“{quoted(row.name)}”的必做内容写了“{wrong}”，没有这一项的造价；请补造价或改正名称。"
        )
        reading.refuse("choice.owed_without_cost", message, row.place)
    if not wanted:
        message = f"“{quoted(row.name)}”一项造价也没有，不知道改造什么；请至少填一项内容的造价。"
        reading.refuse("choice.no_works", message, row.place)
    return tuple(
        CandidateWork(
            item.code,
            item.kind,
            said[f"item:{item.code}"],
            kinds[item.kind].is_owed or item.code in owed or item.word in owed,
            item.mark,
        )
        for item in wanted
    )


def _check_years(row: StrictRow, reading: StrictTable) -> None:
    ripe, due = row.values.get("ripe_from"), row.values.get("due_by")
    if ripe and due and ripe > due:
        message = f"“{quoted(row.name)}”{ripe} 年起才能动工，却最迟要在 {due} 年列入，两者矛盾，请改正一个。"
        reading.refuse("choice.years", message, row.place)
