"""Solvers propose; the domain checks before anything is kept."""
