"""Sealing the trace (留痕封存): digests, the tree over all events, its proofs and checkpoints."""
