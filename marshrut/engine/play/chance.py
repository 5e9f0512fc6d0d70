"""Chance that anybody can repeat: a seed gives the same numbers on every machine."""

from __future__ import annotations

from hashlib import blake2b
from typing import Final

_MASK: Final = (1 << 64) - 1


class SplitMix64:
    """The generator of Steele, Lea and Flood (2014). `fork` gives an independent one for a thing of its own."""

    def __init__(self, seed: int) -> None:
        self._state = seed & _MASK

    def fork(self, *keys: object) -> SplitMix64:
        """Does not depend on what was drawn here before only if nothing was: fork from what is never drawn from."""
        text = "/".join(map(str, (self._state, *keys)))
        return SplitMix64(int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big"))

    def next(self) -> int:
        """0 … 2⁶⁴ - 1."""
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        return mixed ^ (mixed >> 31)

    def below(self, limit: int) -> int:
        """0 … limit - 1."""
        return self.next() % limit

    def unit(self) -> float:
        """0 ≤ x < 1."""
        return (self.next() >> 11) / (1 << 53)
