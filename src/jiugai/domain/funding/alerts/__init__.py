"""Alerts on money (资金预警): one small versioned file for each thing that auditors keep finding.

Each is asked of one thing at a time, an earmark in a county, a project or a county, and answers that
it is in order, that it is not with its numbers, or that it cannot be said because a fact is missing.
A missing fact is never guessed: it is counted and shown. None of the answers is a judgement.
"""
