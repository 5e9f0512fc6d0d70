"""Letters, a mailbox and an archive, for the run over the whole description."""

from __future__ import annotations

from typing import Any

from marshrut.evidence import commands as evidence
from marshrut.letters import commands
from tests.support import letter_office
from tests.support.office import MovingClock, Office, install

OF_LETTERS = {
    *("list_letters", "read_letter", "read_thread", "list_company_threads", "list_project_threads"),
    *("link_letters", "unlink_letters", "read_control", "list_waiting"),
    *("list_journals", "read_journal", "export_journal"),
    *("list_archives", "ask_evidence", "read_archive", "download_archive", "remove_evidence"),
}
#: administrators read no letter, and look after all
OF_OVERSEERS = {
    *("read_promises", "set_baseline", "prove"),
    *("list_mailboxes", "read_mailbox", "check_mailbox"),
}


def who(name: str) -> str:
    return "admin" if name in OF_OVERSEERS else "sveta"


def lay(office: Office, now: MovingClock, name: str, ids: dict[str, Any]) -> dict[str, Any] | None:
    """Two letters that came in and what the operation needs besides; the body that fits."""
    for pack in ("errands", "letters"):
        install(pack)
    letters = letter_office.furnish(office, now)
    card, other = letters.incoming(), letters.incoming(their_number="18/08")
    ids |= {"card": card, "project": letters.project, "book": "letter_in"}
    keeper, thread = office.actor("sveta"), {"kind": "thread", "ref": card}
    if name == "unlink_letters":
        commands.link_letters(keeper, card=card, other=other, kind="related")
    if name in OF_OVERSEERS:
        ids["mailbox"] = mailbox(letters)
    elif name in OF_LETTERS:
        ids["archive"] = evidence.ask_evidence(keeper, kind="thread", ref=card)["id"]
    bodies: dict[str, dict[str, Any]] = {
        "link_letters": {"other": other, "kind": "reply"},
        "unlink_letters": {"other": other},
        "set_baseline": {"answered": 40, "done": 80, "note": "По журналу"},
        "ask_evidence": thread,
    }
    return bodies.get(name)


def mailbox(letters: letter_office.Letters) -> int:
    """Of servers that are not there, so that a check ends at once."""
    made = commands.add_mailbox(
        letters.office.actor("admin"),
        name="Канцелярия",
        address="office@company.example",
        organisation=letters.ours,
        registrar=letters.office.id("sveta"),
        imap_host="127.0.0.1",
        imap_port=1,
        imap_user="office",
        imap_password="secret",
        smtp_host="127.0.0.1",
        smtp_port=1,
        smtp_user="office",
    )
    return int(made["id"])
