"""Photos (照片): let in, hashed, found again, and cleaned of what they say of the sender."""
