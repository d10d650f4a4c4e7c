"""Rules by which a year's plan is chosen (计划比选规则): all files of the folder are read as one."""
