"""Rules by which a community is granted money (小区补助办法): one paper a file."""
