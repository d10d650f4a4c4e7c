"""Use cases of the monthly return: facts in, figures counted, months closed (统计月报)."""
