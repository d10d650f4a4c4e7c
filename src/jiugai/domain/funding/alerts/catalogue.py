"""The list of alerts (预警目录): FD-01 to FD-18, and what published audits found besides."""

from jiugai.domain.funding.alerts import (
    acceptance_missing,
    accounts_late,
    arrears,
    arrival_low,
    carried_over,
    claimed_twice,
    contract_order,
    diverted,
    financing_idle,
    households_short,
    implicit_debt,
    money_idle,
    not_fixed,
    order_broken,
    over_reported,
    passed_late,
    price_overcounted,
    progress_overpaid,
    scope_widened,
    settlement_slow,
    sharing_absent,
    single_channel,
    spending_slow,
    targets_unmet,
    unmanaged,
)
from jiugai.domain.funding.alerts.alert import Alert

FUNDING_ALERTS: tuple[Alert, ...] = (
    money_idle.ALERT,
    not_fixed.ALERT,
    passed_late.ALERT,
    carried_over.ALERT,
    financing_idle.ALERT,
    diverted.ALERT,
    scope_widened.ALERT,
    claimed_twice.ALERT,
    over_reported.ALERT,
    progress_overpaid.ALERT,
    price_overcounted.ALERT,
    accounts_late.ALERT,
    settlement_slow.ALERT,
    sharing_absent.ALERT,
    spending_slow.ALERT,
    implicit_debt.ALERT,
    order_broken.ALERT,
    arrears.ALERT,
)
"""FD-01 to FD-18, in their order."""
AUDIT_ALERTS: tuple[Alert, ...] = (
    targets_unmet.ALERT,
    unmanaged.ALERT,
    acceptance_missing.ALERT,
    contract_order.ALERT,
    arrival_low.ALERT,
    households_short.ALERT,
    single_channel.ALERT,
)
"""What published audits found and FD-01 to FD-18 do not ask."""
ALERTS = (*FUNDING_ALERTS, *AUDIT_ALERTS)
BY_CODE = {alert.code: alert for alert in ALERTS}
