"""Funding as files (资金统筹文件): rules of allocation and grant, tables of regions and claims, bond forms."""
