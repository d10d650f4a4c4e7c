"""Tables, constraints, reads and writes. The only floor below the doors that knows Django."""
