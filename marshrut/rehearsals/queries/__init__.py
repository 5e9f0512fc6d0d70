"""What others may read: rehearsals with their timelines, and the newest proofs of installed routes."""

from .proofs import FlawView, ProofView, newest_proofs
from .rehearsals import Lines, Narrowed, RehearsalView, lines, rehearsal, rehearsals

__all__ = [
    "FlawView",
    "Lines",
    "Narrowed",
    "ProofView",
    "RehearsalView",
    "lines",
    "newest_proofs",
    "rehearsal",
    "rehearsals",
]
