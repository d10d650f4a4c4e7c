"""The bulletin (通报): text composed from a snapshot, every number bound to where it was counted."""
