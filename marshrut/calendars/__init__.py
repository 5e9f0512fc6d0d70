"""Working time: production calendar, schedules, 'plus 3 working days'. rules.py is pure and never reads the clock."""
