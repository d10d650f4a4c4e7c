"""The plan studio (计划比选台): a plan weighed from the register, solved, explained, put forward."""
