"""What must still happen: effects and timers as our own rows, and the worker that takes them.

Imports the kernel only. Never knows what a card is.
"""
