"""Use cases of the bulletin (通报)."""
