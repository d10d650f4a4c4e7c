"""The twenty standards as checks (20条衡量标准核对): one small versioned file for each.

Each is asked of one community on one day, and answers that it is kept, that it is not and where, that
it does not apply and why, or that it cannot be said because a fact is missing, and who would record
it. A missing fact is never guessed; what somebody recorded by hand stands in where no fact tells.
"""
