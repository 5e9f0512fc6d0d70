"""Proofs: every reachable state of a route is visited with the real engine, and what is wrong is told with the way
there. Pure; no sentences here. What is abstracted: docs/reference/proofs.md."""

from .explore import MOMENT
from .flaw import Flaw, Step
from .prove import prove, prove_pack

__all__ = ["MOMENT", "Flaw", "Step", "prove", "prove_pack"]
