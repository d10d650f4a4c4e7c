"""One fact, three masters (一数三表)."""
