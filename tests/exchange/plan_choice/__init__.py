"""Choosing the plan: its files."""
