"""What happened: the append-only, hash-chained record of every subject.

Imports the kernel only. Never edited: values can be erased, and the chain still verifies.
"""
