"""What others may read: rehearsals with their timelines, and the newest proofs of installed routes."""

from .drafts import DraftView, comments, draft, drafts, playable_drafts, to_publish
from .files import files
from .proofs import FlawView, ProofView, newest_proofs
from .rehearsals import Lines, Narrowed, RehearsalView, lines, rehearsal, rehearsals, whole

__all__ = [
    "DraftView",
    "FlawView",
    "Lines",
    "Narrowed",
    "ProofView",
    "RehearsalView",
    "comments",
    "draft",
    "drafts",
    "files",
    "lines",
    "newest_proofs",
    "playable_drafts",
    "rehearsal",
    "rehearsals",
    "to_publish",
    "whole",
]
