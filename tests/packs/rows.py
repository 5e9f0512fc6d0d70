"""The rows of the five seeds, and where those are shown that no story of a pack can tell: pages, programs, outside."""

from __future__ import annotations

from typing import Final

#: how many rows each part of the checklist has
ROWS: Final = {
    "S0": 33,
    "S1": 17,
    "S2": 19,
    "S3": 23,
    "S4": 31,
    "A0": 8,
    "A1": 5,
    "A2": 6,
    "A3": 6,
    "A4": 15,
}
ALL: Final = tuple(f"{part}.{number}" for part, count in ROWS.items() for number in range(1, count + 1))

_LOGISTICS_PAGE: Final = "tests/doors/web/test_logistics_tasks.py"
_LOGISTICS_LIVE: Final = "tests/browser/test_logistics.py"
_DOCUMENTS_LIVE: Final = "tests/browser/test_documents.py"
_CONTRACTS_LIVE: Final = "tests/browser/test_contracts.py"
_EDOCS_LIVE: Final = "tests/browser/test_edocs.py"
_LETTERS_LIVE: Final = "tests/browser/test_letters.py"
_PAYMENTS_LIVE: Final = "tests/browser/test_payments.py"
_CONTROL: Final = "tests/browser/test_control.py"
_PHONE: Final = "tests/browser/test_from_the_phone.py"

#: row -> the test that shows it
ELSEWHERE: Final = {
    "S0.1": "tests/rooms/logistics/test_by_hand.py",
    "S0.4": "tests/doors/web/test_chat.py",
    "S0.5": _LOGISTICS_PAGE,
    "S0.7": _LOGISTICS_PAGE,
    "S0.8": _LOGISTICS_LIVE,
    "S0.12": _LOGISTICS_PAGE,
    "S0.17": "tests/rooms/logistics/test_route.py",
    "S0.19": "tests/rooms/documents/test_orders.py",
    "S0.21": _LOGISTICS_PAGE,
    "S0.23": "tests/browser/test_logistics_tasks.py",
    "S0.30": "tests/rooms/logistics/test_bonus.py",
    "S0.31": "tests/rooms/logistics/test_reminders.py",
    "S0.32": "tests/doors/web/test_skips.py",
    "S0.33": "tests/unit/history/test_sentences.py",
    "S1.1": _DOCUMENTS_LIVE,
    "S1.2": _CONTRACTS_LIVE,
    "S1.3": "tests/unit/documents/test_numbers.py",
    "S1.4": _DOCUMENTS_LIVE,
    "S1.5": "tests/unit/documents/test_kinds.py",
    "S1.6": "tests/rooms/documents/test_shaping.py",
    "S1.11": _CONTRACTS_LIVE,
    "S1.15": _DOCUMENTS_LIVE,
    "S1.16": _CONTRACTS_LIVE,
    "S2.1": _EDOCS_LIVE,
    "S2.2": "tests/integrations/onec/test_running.py",
    "S2.3": "tests/integrations/onec/test_running.py",
    "S2.4": "tests/unit/onec/test_statuses.py",
    "S2.5": "tests/integrations/onec/test_lanes.py",
    "S2.6": "tests/integrations/onec/test_running.py",
    "S2.7": "tests/rooms/edocs/test_register.py",
    "S2.8": _EDOCS_LIVE,
    "S2.9": _EDOCS_LIVE,
    "S2.10": _EDOCS_LIVE,
    "S2.11": "tests/rooms/automation/test_reactions.py",
    "S2.12": "tests/rooms/automation/test_reactions.py",
    "S2.13": "tests/unit/edocs/test_overdue.py",
    "S2.14": "tests/rooms/edocs/test_overdue.py",
    "S2.15": "tests/doors/web/test_edoc_report.py",
    "S2.16": "tests/integrations/onec/test_files.py",
    "S2.17": "tests/rooms/automation/test_reactions.py",
    "S2.18": "tests/integrations/onec/test_lanes.py",
    "S2.19": "tests/rooms/edocs/test_presence.py",
    "S3.1": _LETTERS_LIVE,
    "S3.2": "tests/rooms/letters/test_threads.py",
    "S3.3": _LETTERS_LIVE,
    "S3.17": _CONTROL,
    "S3.18": _CONTROL,
    "S3.22": "tests/rooms/evidence/test_building.py",
    "S3.23": "tests/promises/test_docs.py",
    "S4.1": "tests/rooms/org/test_access.py",
    "S4.4": "tests/rooms/channels/test_sending.py",
    "S4.5": _PAYMENTS_LIVE,
    "S4.6": _PHONE,
    "S4.24": _PAYMENTS_LIVE,
    "S4.31": "tests/doors/web/test_load.py",
    "A0.4": _LOGISTICS_PAGE,
    "A0.5": "tests/unit/definitions/test_tracks.py",
    "A0.7": "tests/rooms/logistics/test_bonus.py",
    "A0.8": "tests/rooms/logistics/test_shipments.py",
    "A1.5": "tests/rooms/documents/test_registering.py",
    "A2.1": "tests/unit/onec/test_statuses.py",
    "A2.2": "tests/integrations/onec/test_running.py",
    "A2.3": _EDOCS_LIVE,
    "A2.4": "tests/unit/edocs/test_overdue.py",
    "A2.5": "tests/rooms/edocs/test_owning.py",
    "A2.6": "tests/rooms/automation/test_reactions.py",
    "A3.6": _CONTROL,
    "A4.15": "tests/rooms/channels/test_silence.py",
}
