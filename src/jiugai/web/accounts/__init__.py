"""Signing in, one's own sessions, and the administration of accounts and posts (账号与岗位)."""
