"""Rules by which money is shared out among regions (资金分配办法): one paper a file."""
