"""jiugai (旧改): the platform with which a city runs the renovation of its old communities."""
