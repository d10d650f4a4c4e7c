"""Policy numbers (政策参数) of this level."""
