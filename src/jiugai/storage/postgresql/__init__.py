"""Django's backend for PostgreSQL, whose statements all say how far they may reach."""
