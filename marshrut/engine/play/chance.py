"""Chance that is the same on every machine: a small generator whose state is one number."""

from __future__ import annotations

from hashlib import blake2b
from typing import Final, Self

_MASK: Final = (1 << 64) - 1
_STEP: Final = 0x9E3779B97F4A7C15


class SplitMix64:
    """SplitMix64 by Steele, Lea and Flood. The same seed gives the same numbers for ever."""

    __slots__ = ("_seed", "_state")

    def __init__(self, seed: int) -> None:
        self._seed = self._state = seed & _MASK

    def fork(self, *keys: object) -> Self:
        """Chance of its own for what `keys` name: whatever is drawn elsewhere does not change it."""
        said = "\x1f".join(map(str, (self._seed, *keys)))
        return type(self)(int.from_bytes(blake2b(said.encode(), digest_size=8).digest(), "big"))

    def next(self) -> int:
        """64 bits."""
        self._state = (self._state + _STEP) & _MASK
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        return mixed ^ (mixed >> 31)

    def below(self, n: int) -> int:
        """A whole number from 0 to n - 1; n is at least 1."""
        return (self.next() * n) >> 64

    def unit(self) -> float:
        """From 0 to 1, without 1."""
        return (self.next() >> 11) / (1 << 53)
