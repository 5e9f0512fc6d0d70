"""Marshrut: papers travel their route by themselves, people only decide."""

__version__ = "0.1.0"
