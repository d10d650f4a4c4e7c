"""Checks (核验): one small versioned file for each doubt that a return may raise.

Each answers for one thing at a time: it passes, it fails with a place and its numbers, or it is
not applicable because… A failure is one of three: *refuse* what is impossible, ask to *explain*
what is odd, or put on the list of what somebody should *look* at. None of them is a judgement.
"""
