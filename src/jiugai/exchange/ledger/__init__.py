"""Reads a county's ledger (台账) as people send it: bytes in, values with repairs and findings out."""
