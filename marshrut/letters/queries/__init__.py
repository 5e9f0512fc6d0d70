"""What others may read of letters and threads; every answer is filtered by the access to cards."""

from .mailboxes import MailboxInfo, Taken, all_mailboxes, journal, mailbox, silent_mailboxes
from .messages import (
    dispatch_of,
    dispatches_of,
    message,
    message_by_content,
    message_by_id,
    message_by_place,
    messages_of,
)
from .papers import unread
from .reading import letter_of, links_of, listing, thread, twins
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
    "MailboxInfo",
    "MessageInfo",
    "Suggestion",
    "Taken",
    "Thread",
    "ThreadHead",
    "Threads",
    "all_mailboxes",
    "dispatch_of",
    "dispatches_of",
    "journal",
    "letter_of",
    "links_of",
    "listing",
    "mailbox",
    "message",
    "message_by_content",
    "message_by_id",
    "message_by_place",
    "messages_of",
    "of_company",
    "of_project",
    "silent_mailboxes",
    "suggest_thread",
    "thread",
    "thread_cards",
    "twins",
    "unread",
]
