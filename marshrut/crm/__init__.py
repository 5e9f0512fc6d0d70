"""Companies we work with and their requisites, checked by length and check digits. Knows neither documents nor stages.

Asks nobody outside: everything works by manual entry. Never decides about payments.
"""
