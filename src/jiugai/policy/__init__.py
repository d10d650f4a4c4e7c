"""Bedrock: the numbers of the law, dated and cited, as TOML. Data, not code."""
