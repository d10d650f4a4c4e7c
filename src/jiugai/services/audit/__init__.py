"""The sealed trace (封存的留痕): sealing by a job, verification, receipts."""
