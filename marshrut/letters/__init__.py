"""Letters: which one answers which, whole threads of a project or a partner, mail that came and went, the daily proof.

What it knows is worked out from cards and can be rebuilt. Never moves a card itself and never talks to a mail server.
"""
