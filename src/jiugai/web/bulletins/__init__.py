"""Screens of the bulletin (通报)."""
