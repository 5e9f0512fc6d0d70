"""Pure decisions: (definition, card, what happened, now, company) -> decision.

No Django, no database, no clock, no network, no randomness.
"""
