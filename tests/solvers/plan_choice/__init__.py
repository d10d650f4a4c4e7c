"""Choosing the plan: the solver, held against the domain and against brute force."""
