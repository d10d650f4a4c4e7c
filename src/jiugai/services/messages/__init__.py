"""Messages (消息): whom each act concerns, and what they are told of it."""
