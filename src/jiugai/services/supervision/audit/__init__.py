"""The auditor's desk (审计台): alerts asked of every earmark, project and county, and their evidence."""
