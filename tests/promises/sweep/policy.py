"""Who may see what: written from the policy in words, not from the code. It is the oracle of the sweep."""

from __future__ import annotations

PAYMENTS = {"pay_alisa", "pay_draft", "pay_sub", "pay_lab", "pay_withdrawn"}
NOTES_ALL = {"note_alisa", "note_lab", "note_chief", "note_link"}
#: of one company and one project, and one answers the other: whoever sees one learns nothing of the other
LETTERS = {"letter_alisa", "letter_lab"}
#: sent on its way, followed at its carrier
PARCELS = {"parcel_alisa", "parcel_lab"}
#: what bases of 1C bring: of a company that everybody knows, and of one that nobody does
EDOCS = {"edoc_alisa", "edoc_lab"}
#: papers: of a kind that every employee reads; of a kind for auditors: its author's own, and what lies on a card is
#: seen by whoever sees the card
DOC_OPEN, DOCS_SECRET = "doc_open", {"doc_lab", "doc_card"}
_SEES: dict[str, set[str]] = {
    "anonymous": set(),
    "dismissed": set(),
    "alisa": {
        "pay_alisa",
        "pay_withdrawn",
        "note_alisa",
        "doc_card",
        "letter_alisa",
        "parcel_alisa",
        "edoc_alisa",
    },  # her own
    "anna": {"pay_draft", "note_chief", "view_anna", "file_anna", "absence", "phone_anna"},  # a colleague: her own
    "sonya": {"pay_sub", "note_link", "away_sonya"},  # of a department below
    "lev": {"pay_lab", "note_lab", "doc_lab", "letter_lab", "parcel_lab", "edoc_lab"},  # of another department
    "boris": {
        "pay_alisa",
        "pay_draft",
        "pay_sub",
        "pay_withdrawn",
        "note_alisa",
        "doc_card",
        "letter_alisa",
        "parcel_alisa",
        "edoc_alisa",
        "absence",
        "away_sonya",
    },  # heads both; works on the letter, waits for the parcel
    "stepan": {"pay_sub", "away_sonya"},  # heads the one below
    # heads the other; reviewed the note, works on the letter, waits for the parcel
    "viktor": {"pay_lab", "note_lab", "letter_lab", "parcel_lab", "edoc_lab"},
    "director": {
        *PAYMENTS,
        *EDOCS,
        "absence",
        "away_sonya",
    },  # all payments and e-documents by role; no notes though everybody is below
    "ops": PAYMENTS | EDOCS,
    "finance": {*PAYMENTS, "note_lab"},  # and notes once they are done
    "chief": {*PAYMENTS, *EDOCS, "note_chief"},  # and notes of the own department
    "auditor": NOTES_ALL | DOCS_SECRET | LETTERS | PARCELS,
    "process_admin": set(),  # changes routes and rights without seeing what runs on them
    "admin": {"absence", "away_sonya", "phone_anna"},
    # colleagues of another department, each with one thing that was given to them
    "zam": {"note_link"},  # stands in for Соня: sees what she has to decide, not her other cards nor why she is away
    "delegate": {"note_alisa", "doc_card"},  # was asked by Борис to decide it for him
    "adviser": {"note_chief"},  # was asked for an opinion
    "granted": {"note_lab"},  # a row of the company names this person: notes that are done
    "listed": {"note_alisa", "note_link", "doc_card"},  # another row does: notes of one department and those below
}
#: who may see what, in the words of the policy
SEES = {role: seen | ({DOC_OPEN} if role not in ("anonymous", "dismissed") else set()) for role, seen in _SEES.items()}
