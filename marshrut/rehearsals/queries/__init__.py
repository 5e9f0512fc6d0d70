"""What others may read: rehearsals with their timelines, and the newest proofs of installed routes."""

from .drafts import DraftView, Looked, draft, drafts, looked, playable_drafts
from .proofs import FlawView, ProofView, newest_proofs
from .rehearsals import Lines, Narrowed, RehearsalView, lines, rehearsal, rehearsals, whole

__all__ = [
    "DraftView",
    "FlawView",
    "Lines",
    "Looked",
    "Narrowed",
    "ProofView",
    "RehearsalView",
    "draft",
    "drafts",
    "lines",
    "looked",
    "newest_proofs",
    "playable_drafts",
    "rehearsal",
    "rehearsals",
    "whole",
]
