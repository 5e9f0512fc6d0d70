"""Front-end files, compiled translations, collected static files: made at set-up, never committed.

Each is renewed when its sources change. `python -m marshrut.config.assets` loads no Django and asks no network when all
is there.
"""
