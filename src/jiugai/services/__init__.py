"""Use cases: one verb, one permission, one transaction, one trace."""
