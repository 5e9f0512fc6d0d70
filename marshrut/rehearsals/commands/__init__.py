"""The only writers of this room."""

from .rehearsing import keep_rehearsal, note_progress, rehearse, remove_rehearsal, tidy_rehearsals

__all__ = ["keep_rehearsal", "note_progress", "rehearse", "remove_rehearsal", "tidy_rehearsals"]
