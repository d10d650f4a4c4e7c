"""Choosing the plan with HiGHS: the matrix, the method, and what is left of it in whole 分."""
