"""Fake carriers: small programs of their own that answer as the real ones do, on good days and bad ones."""
