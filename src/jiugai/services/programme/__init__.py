"""Use cases of the annual programme (年度计划)."""
