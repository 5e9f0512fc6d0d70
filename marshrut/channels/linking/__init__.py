"""Tying an account of a messenger to a person, and untying it: one-time links, «Это я», the lost phone."""
