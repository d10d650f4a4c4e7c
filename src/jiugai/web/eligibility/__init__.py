"""Screens of eligibility: verdicts, what-if, renewal types, areas (认定、试算、四类改造、连片)."""
