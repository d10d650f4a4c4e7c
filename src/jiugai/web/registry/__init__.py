"""Screens of the register (台账、小区、导入)."""
