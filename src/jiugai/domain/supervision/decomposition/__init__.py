"""From a text to its tasks (任务拆解): who must do what by when, and whether its figures agree.

Pure functions over words: nothing is guessed, a day that a text does not give stays unknown, and
every task shows the sentence that it came from.
"""
