"""The monthly return on its way up (月报报送): sent, verified by another person, accepted, locked.

Its cells are counted from facts; a typed one is the exception and says why. A month once closed
takes no return any more, only a correction: a later version that stands beside the first in
public. Lateness is told by the register's clock, stage by stage, with who held the return.
"""
