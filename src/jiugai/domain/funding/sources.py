"""Where money comes from (资金来源)."""

from enum import IntEnum


class Source(IntEnum):
    """Where money comes from (资金来源); the numbers are stored and never reused."""

    CENTRAL_SUBSIDY = 1
    CENTRAL_BUDGET_INVESTMENT = 2
    PROVINCE = 3
    CITY = 4
    COUNTY = 5
    SPECIAL_BOND = 6
    RESIDENTS = 7
    UTILITY_OPERATORS = 8
    FORMER_OWNERS = 9
    PRIVATE_CAPITAL = 10
    POLICY_BANK_LOAN = 11
    OTHER = 90
    UNSPLIT = 99  # a ledger's total that does not say from where; never shared out by guess

    @property
    def word(self) -> str:
        return _SOURCE_WORDS[self]

    @property
    def is_givers_own(self) -> bool:
        """Say whether those who gave it gave it for their own homes: it pays for no others."""
        return self in {Source.RESIDENTS, Source.FORMER_OWNERS}

    @property
    def is_borrowed(self) -> bool:
        """Say whether the money must be paid back: bonds and loans."""
        return self in {Source.SPECIAL_BOND, Source.POLICY_BANK_LOAN}


_SOURCE_WORDS = {
    Source.CENTRAL_SUBSIDY: "中央财政补助",
    Source.CENTRAL_BUDGET_INVESTMENT: "中央预算内投资",
    Source.PROVINCE: "省级配套",
    Source.CITY: "市级配套",
    Source.COUNTY: "县区配套",
    Source.SPECIAL_BOND: "专项债券",
    Source.RESIDENTS: "居民出资",
    Source.UTILITY_OPERATORS: "专营单位",
    Source.FORMER_OWNERS: "原产权单位",
    Source.PRIVATE_CAPITAL: "社会资本",
    Source.POLICY_BANK_LOAN: "政策性银行贷款",
    Source.OTHER: "其他",
    Source.UNSPLIT: "未分来源",
}

FUNDS = tuple(one for one in Source if one not in {Source.OTHER, Source.UNSPLIT})
"""The sources that a rule can speak of; money of no known source pays for nothing by a rule."""
