"""The renovation scheme (改造方案): renewal types, areas of merged communities, scope items."""
