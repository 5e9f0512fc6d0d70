"""Who asks: Basic in UTF-8, for names in 1C are often Cyrillic and passwords may be empty."""

from __future__ import annotations

from base64 import b64encode


def header(login: str, password: str) -> str:
    """Raises ValueError: a name with a colon cannot be said in Basic."""
    if ":" in login:
        raise ValueError("colon")
    return "Basic " + b64encode(f"{login}:{password}".encode()).decode("ascii")
