"""Orders of the city office, followed to their end (督办事项).

An order is a duty laid on a body, with a day by which it is due. Its state is never stored: it
follows from its deeds, each entered once and never changed. Nobody who received an order or
answered it can check or close it.
"""
