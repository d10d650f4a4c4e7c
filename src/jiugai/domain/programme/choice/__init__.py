"""Choosing the plan (计划比选): which communities of a pool enter a year, paid by whom, and why not others."""
