"""Training messengers: a separate small server that answers as Telegram and MAX do, limits and bad days included.

Knows nothing of Marshrut but its clock: `python -m marshrut.demo.messengers --port 8898`. `world` is what both have in
common (people, what was said, what is waiting to be told); a module a messenger gives it the shapes of the real one.
"""
