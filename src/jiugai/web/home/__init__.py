"""The desk a post opens on (驾驶舱)."""
