"""Working time: the Russian production calendar, schedules, 'plus 3 working days'.

Imports history and the kernel. `rules` is pure and never reads the clock; data/ holds the decrees. Knows no people: who
may edit the calendar is asked through `kernel.permissions`.
"""
