"""Orders of the city office: laying them, answering them, following them to their end (督办)."""
