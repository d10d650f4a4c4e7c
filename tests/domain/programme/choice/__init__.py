"""Choosing the plan: the rules."""
