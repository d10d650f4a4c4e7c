"""Reads speeches, plans, notices and minutes (.txt, .docx, .pdf) as plain text."""
