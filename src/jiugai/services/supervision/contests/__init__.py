"""Communities judged side by side: a round opened, sheets handed in, closed, a model named (观摩评比)."""
