"""Use cases of the baseline register (摸底台账)."""
