"""Scoring schemes (评分办法): one paper a file, each standing by itself."""
