"""The only writers of this room."""

from .drafts import discard_draft, publish_draft, put_draft
from .proofs import keep_proof
from .rehearsing import keep_rehearsal, note_progress, rehearse, remove_rehearsal, tidy_rehearsals

__all__ = [
    "discard_draft",
    "keep_proof",
    "keep_rehearsal",
    "note_progress",
    "publish_draft",
    "put_draft",
    "rehearse",
    "remove_rehearsal",
    "tidy_rehearsals",
]
