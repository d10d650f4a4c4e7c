"""Who may be renovated (对象认定): in or out, by which clause, from which paper, and why."""
