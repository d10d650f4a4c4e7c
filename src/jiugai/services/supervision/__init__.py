"""Use cases of supervision (督导考核)."""
