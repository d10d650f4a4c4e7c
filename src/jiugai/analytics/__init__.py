"""One definition of each measure, several engines."""
