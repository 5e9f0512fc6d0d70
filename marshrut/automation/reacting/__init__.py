"""Reactions to what happens to e-documents: when this, do that, exactly once for each turn (decision 0024)."""
