"""Doubts (疑点): what a check raised, what the county said to it, what the city found.

A doubt is not an accusation. It shows its formula and its numbers; the county answers it in its own
words; whoever reported the figure does not judge it; and none of them holds a return back for ever.
"""
