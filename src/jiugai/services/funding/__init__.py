"""Use cases of funding (资金统筹): sharing out, granting, checking special bonds."""
