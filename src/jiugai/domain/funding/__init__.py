"""Funding (资金统筹): where money comes from, what flows say, how it is shared out and granted."""
