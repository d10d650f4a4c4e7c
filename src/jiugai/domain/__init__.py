"""The ground: rules as pure functions of values. No clock, no files, no framework."""
