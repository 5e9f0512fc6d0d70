"""What happened: the append-only, hash-chained record of every subject. Never edited; values can be erased, the chain still verifies."""
