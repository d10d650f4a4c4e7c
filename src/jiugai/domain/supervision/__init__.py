"""Supervision (督导考核): ranking, and what follows from a rank."""
