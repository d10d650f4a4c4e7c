"""Statistics and returns (统计月报): what is counted, from which facts, and how it is closed."""
