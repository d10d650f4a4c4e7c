"""What items and sources of a plan are called (内容和来源的叫法), by the codes that a run keeps."""

from functools import cache

from jiugai.domain.funding.sources import FUNDS
from jiugai.exchange.policy_files import scope_items


@cache
def item_words() -> dict[str, str]:
    """Return the items of every catalogue by code."""
    return {item.clause: item.word for item in scope_items()}


@cache
def source_words() -> dict[str, str]:
    """Return the sources of money by the code under which a plan knows them."""
    return {fund.name.lower(): fund.word for fund in FUNDS}
