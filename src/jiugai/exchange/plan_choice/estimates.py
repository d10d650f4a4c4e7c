"""Unit prices of the estimate (估价单价): what an item costs where no scheme says it."""

from collections import Counter
from functools import cache
from importlib.resources.abc import Traversable

from jiugai.domain.findings import Finding
from jiugai.domain.programme.choice.estimate import UnitPrice
from jiugai.exchange.policy_files import ON_FILE, scope_items
from jiugai.exchange.policy_tables import BadPolicy, number, read_tables, rule_table, text

PRICES = rule_table("price", {"item": text(), "yuan_per_m2": number()}, identity=("item",))


@cache
def unit_prices(root: Traversable = ON_FILE) -> tuple[UnitPrice, ...]:
    """Return every unit price, past and present.

    :raises BadPolicy: if a file on any level is not whole, names an item that no catalogue has, or
      a price that is not above nought.
    """
    found = tuple(
        UnitPrice(**entry) for entry in read_tables(root, "plan_estimates", (PRICES,))["price"]
    )
    known = Counter(item.clause for item in scope_items())
    faults = [
        Finding(
            "plan_case.price",
            f"估价单价没有读入：{one.clause} 的 item 写了“{one.item}”，改造内容目录里没有这一项。",
        )
        for one in found
        if one.item not in known
    ]
    faults += [
        Finding("plan_case.price", f"估价单价没有读入：{one.clause} 的 yuan_per_m2 应大于 0。")
        for one in found
        if one.yuan_per_m2 <= 0
    ]
    if faults:
        raise BadPolicy(faults)
    return found
