"""Screens of funding: sharing out by factors, special bonds (资金分配、专项债核对)."""
