"""Screens of supervision (排名)."""
