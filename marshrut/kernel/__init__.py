"""Clock, actor, errors, client keys, @command: what every room stands on.

Knows no business words and imports nothing of ours.
"""
