"""What others may read of letters and threads; every answer is filtered by the access to cards."""

from .messages import (
    dispatch_of,
    dispatches_of,
    message,
    message_by_content,
    message_by_id,
    message_by_place,
    messages_of,
)
from .reading import letter_of, listing, thread
from .shapes import (
    DispatchInfo,
    Filter,
    LetterFile,
    LetterLine,
    LetterLink,
    Letters,
    MessageInfo,
    Suggestion,
    Thread,
    ThreadHead,
    Threads,
)
from .suggesting import suggest_thread
from .threads import of_company, of_project, thread_cards

__all__ = [
    "DispatchInfo",
    "Filter",
    "LetterFile",
    "LetterLine",
    "LetterLink",
    "Letters",
    "MessageInfo",
    "Suggestion",
    "Thread",
    "ThreadHead",
    "Threads",
    "dispatch_of",
    "dispatches_of",
    "letter_of",
    "listing",
    "message",
    "message_by_content",
    "message_by_id",
    "message_by_place",
    "messages_of",
    "of_company",
    "of_project",
    "suggest_thread",
    "thread",
    "thread_cards",
]
