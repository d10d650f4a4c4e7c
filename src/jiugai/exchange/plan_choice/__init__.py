"""Choosing the plan as files (计划比选文件): the pool, the budgets, and a folder of rules."""
