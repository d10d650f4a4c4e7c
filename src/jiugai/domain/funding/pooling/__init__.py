"""Which yuan pays which item (资金统筹): within all rules, the least unpaid and the least idle."""
