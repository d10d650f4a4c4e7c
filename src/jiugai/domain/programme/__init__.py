"""The annual programme (年度计划): cohorts, the pipeline of steps, targets, plans as filed."""
