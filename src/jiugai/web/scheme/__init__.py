"""Screens of schemes (改造方案)."""
