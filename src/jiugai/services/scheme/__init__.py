"""Schemes (改造方案): which type a community is, what it lacks, what its scheme holds and costs."""
