"""E-documents: what a source such as 1C says of them, who signed, what is overdue, whose they are.

What is learned becomes fields and the stage of a card; history of signing is kept for good. Never talks to a source
itself: rooms that do register in `source`. Never writes to a source.
"""
