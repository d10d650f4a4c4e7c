"""The baseline register (摸底台账): communities, buildings, entrances, and what a ledger row says."""
