"""The table of communities that ask for a grant (补助申报表): which columns depends on the rule.

Investment is given by class, or as a whole with the one class that it is of; what the residents pay
is given in 元 or as a share. Both ways at once are refused unless they stand in different rows.
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from jiugai.domain.findings import Finding, blocking
from jiugai.domain.funding.grant_rule import GrantRule, SetUp
from jiugai.domain.funding.grants import GrantClaim
from jiugai.domain.quantities import round_half_up
from jiugai.domain.registry.characters import fold, quoted
from jiugai.domain.scheme.catalogue import ScopeClass
from jiugai.exchange import strict_cells as cells
from jiugai.exchange.plain_csv import PlainTable, read_plain
from jiugai.exchange.strict_table import Sought, StrictRow, StrictTable

COMMUNITY = Sought(
    "community", "小区", ("community", "id", "name", "小区名称", "院落", "项目", "小区"), cells.name
)
_DISTRICT = re.compile(r".+[区县市]")
_MONEY = cells.number("5000000.00", decimals=2)
_AREA = cells.number("10000", decimals=2, above_zero=True)


def _scope_class(text: str) -> ScopeClass:
    folded = fold(text).lower()
    for one in ScopeClass:
        if folded in (one.value, one.word, one.word.removesuffix("类")):
            return one
    raise cells.Unread(f"应为{'、'.join(one.word for one in ScopeClass)}之一")


def _district(text: str) -> str:
    folded = fold(text)
    if not _DISTRICT.fullmatch(folded):
        raise cells.Unread("应写全称，例如“锦江区”“简阳市”")
    return folded


def _class_column(one: ScopeClass) -> Sought:
    headings = (f"{one.value}_yuan", f"{one.value}_investment_yuan", f"{one.word}投资(元)")
    return Sought(one.value, f"{one.word}投资", headings, _MONEY, needed=False)


_BY_AREA = (
    Sought("area_m2", "改造面积", ("area_m2", "改造面积(㎡)", "改造面积(平方米)"), _AREA),
    Sought("ratio", "补助比例", ("ratio", "补助比例"), cells.share("50%", percent=False)),
    Sought("ratio", "补助比例", ("ratio_pct", "补助比例(%)"), cells.share("50%", percent=True)),
    *(_class_column(one) for one in ScopeClass),
    Sought("investment", "总投资", ("investment_yuan", "total_yuan", "总投资(元)"), _MONEY, False),
    Sought(
        "scope_class", "改造类别", ("class", "scope_class", "类别", "改造类别"), _scope_class, False
    ),
    Sought(
        "residents_yuan",
        "居民出资（不含电梯）",
        ("residents_yuan", "resident_yuan", "居民自筹(元)", "居民出资(元)"),
        _MONEY,
        False,
    ),
    Sought(
        "residents_share",
        "居民出资比例（不含电梯）",
        ("residents_share", "resident_share", "居民出资比例"),
        cells.share("12.3%", percent=False),
        False,
    ),
    Sought(
        "residents_share",
        "居民出资比例（不含电梯）",
        ("residents_pct", "resident_pct", "居民出资比例(%)"),
        cells.share("12.3%", percent=True),
        False,
    ),
    Sought(
        "base",
        "实际造价",
        ("base_yuan_per_m2", "cost_yuan_per_m2", "补助基数(元/㎡)", "实际造价(元/㎡)"),
        cells.number("300", decimals=4, above_zero=True),
        False,
    ),
)
_HOUSEHOLDS = Sought(
    "households", "户数", ("households", "改造户数", "户数(户)", "户数"), cells.number("320")
)
_DISTRICT_COLUMN = Sought(
    "district", "所在区县", ("district", "county", "区县", "县区", "所在区县"), _district
)
_SET_UP = {
    SetUp.COMMITTEE: ("committee", "业委会或自治组织"),
    SetUp.COVENANT: ("covenant", "自治公约"),
    SetUp.SERVICE: ("service", "物业服务机制"),
}
_GRANTED_BEFORE = Sought(
    "granted_before",
    "以前领过一次性补助",
    ("granted_before", "已领一次性补助", "以前领过一次性补助"),
    cells.yes_or_no,
)


@dataclass(frozen=True, slots=True)
class Claims:
    """What the communities ask for (补助申报); none where a finding blocks."""

    document: str
    claims: tuple[GrantClaim, ...]
    findings: tuple[Finding, ...]


def read_claims(content: bytes, document: str, rule: GrantRule) -> Claims:
    """Read a table for a rule; never raises for what is in the file."""
    table = read_plain(content, document)
    if isinstance(table, Finding):
        return Claims(document, (), (table,))
    return claims_of(table, rule)


def claims_of(table: PlainTable, rule: GrantRule) -> Claims:
    """Return what a table that was read says of each community."""
    reading = StrictTable(table, COMMUNITY, _sought(rule))
    claims = [_claim(row, rule, reading) for row in reading.rows()]
    told = reading.told()
    found = () if blocking(told) else tuple(claim for claim in claims if claim is not None)
    return Claims(table.document, found, told)


def _sought(rule: GrantRule) -> list[Sought]:
    sought = list(_BY_AREA) if rule.areas else []
    if rule.households:
        sought += [_HOUSEHOLDS, _DISTRICT_COLUMN]
    asked = {one for grant in rule.once for one in grant.conditions}
    sought += [
        Sought(one.value, one.word, headings, cells.yes_or_no)
        for one, headings in _SET_UP.items()
        if one in asked
    ]
    return [*sought, _GRANTED_BEFORE] if rule.once else sought


def _claim(row: StrictRow, rule: GrantRule, reading: StrictTable) -> GrantClaim | None:
    if not row.is_whole:
        return None
    said = row.values
    money = _Money(row, reading).read() if rule.areas else {"invested": {}}
    district = said.get("district") or ""
    near = [p for p in rule.places if p[:-1] in district and not district.endswith(p)]
    if near:
        message = (
            f"所在区县读到“{quoted(district)}”，像是{near[0]}又不是；请写全称，例如“{near[0]}”。"
        )
        reading.refuse("funding.bad_value", message, row.place)
    if blocking(reading.findings) or money is None:
        return None
    return GrantClaim(
        community=row.name,
        households=int(said.get("households") or 0),
        district=district,
        set_up={one: bool(said.get(one.value)) for one in SetUp},
        granted_before=bool(said.get("granted_before")),
        **money,
    )


class _Money:
    """Works out what a row says of money; tells what it does not say, or says twice."""

    def __init__(self, row: StrictRow, reading: StrictTable) -> None:
        self._row = row
        self._reading = reading

    def read(self) -> dict[str, Any] | None:
        """Return what a claim holds of money, or None if the row does not say enough."""
        said = self._row.values
        if not {"area_m2", "ratio"} <= set(said):
            return None
        invested = self._invested()
        if invested is None:
            return None
        total = sum(invested.values(), Fraction(0))
        residents = self._residents(total)
        base = said.get("base")
        if base is None and self._stated_total() is None:
            self._refuse(
                "没有写实际造价，也没有写投资额，不知道是否低于补助基数上限；请写其中一项。"
            )
            return None
        if residents is None:
            return None
        return {
            "area_m2": said["area_m2"],
            "ratio": said["ratio"],
            "invested": invested,
            "residents_share": residents,
            "yuan_per_m2": base if base is not None else total / said["area_m2"],
        }

    def _stated_total(self) -> Fraction | None:
        """Return the whole investment, if the row says it in one way or the other."""
        said = self._row.values
        classes = [said.get(one.value) for one in ScopeClass]
        if any(classes):
            return sum((yuan for yuan in classes if yuan), Fraction(0))
        return said.get("investment") or None

    def _invested(self) -> dict[ScopeClass, Fraction] | None:
        """Return the investment by class; of one class alone its share of itself is enough."""
        said = self._row.values
        total, one = self._stated_total(), said.get("scope_class")
        classes = {c: said[c.value] for c in ScopeClass if said.get(c.value)}
        stated = said.get("investment")
        if classes and stated is not None and stated != total:
            self._refuse(
                f"各类投资相加为 {_yuan(total)} 元，总投资写 {_yuan(stated)} 元，两者不等。"
            )
            return None
        if classes and one is not None and set(classes) != {one}:
            self._refuse(f"改造类别写“{one.word}”，各类投资却不止这一类或不是这一类，两者矛盾。")
            return None
        if classes:
            return classes
        if one is None:
            self._refuse(
                "没有写各类投资，也没有写改造类别，居民应出多少定不下来；"
                "请填基础类、完善类、提升类投资（元），或写明属于哪一类。"
            )
            return None
        return {one: total or Fraction(1)}

    def _residents(self, total: Fraction) -> Fraction | None:
        said = self._row.values
        yuan: Fraction | None = said.get("residents_yuan")
        share: Fraction | None = said.get("residents_share")
        if (yuan is None) == (share is None):
            both = "两列都写了，分不清用哪一个" if yuan is not None else "没有写"
            self._refuse(f"居民出资{both}；请只填居民出资（元）或居民出资比例中的一项。")
            return None
        if yuan is None:
            return share
        if self._stated_total() is None:
            self._refuse("写了居民出资（元）却没有投资额，算不出占多少；请补投资额。")
            return None
        if yuan > total:
            self._refuse(f"居民出资 {_yuan(yuan)} 元多于总投资 {_yuan(total)} 元，请核对。")
            return None
        return yuan / total

    def _refuse(self, message: str) -> None:
        name = quoted(self._row.name)
        self._reading.refuse("funding.claim", f"{name}{message}", self._row.place)


def _yuan(value: Fraction | None) -> str:
    return f"{round_half_up(value or Fraction(0), 2):,}"
