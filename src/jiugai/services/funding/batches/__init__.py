"""Batches of applications to the two mouths (申报批次): drawn up, confirmed by another, answered."""
