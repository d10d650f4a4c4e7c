"""The command line and the timers."""
