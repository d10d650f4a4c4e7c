"""Benchmarks against named peers and goals; each module's ``main()`` prints one table."""
