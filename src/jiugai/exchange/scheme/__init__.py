"""Schemes in and out of Excel (改造方案的表)."""
