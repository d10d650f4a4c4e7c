"""One fact, three masters (一数三表): what each master's return asks, and why two of them differ."""
