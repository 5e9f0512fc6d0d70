"""The tables against the list they were made from: every code the carriers are known to say, and what it means."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest
import yaml

from marshrut.integrations.carriers.meanings import DATA, meaning
from marshrut.shipments.rules.statuses import LEGS, SAID


def numbers(text: str) -> list[str]:
    """ "1,3,5-8" → 1 3 5 6 7 8."""
    parts = (part.partition("-") for part in text.split(","))
    return [str(one) for first, _, last in parts for one in range(int(first), int(last or first) + 1)]


POST = {
    "registered": ["28/", "37/", "27/", "20/", "28/0"],
    "accepted": ["1/", *(f"1/{one}" for one in numbers("1-4"))],
    "in_transit": [
        *(f"8/{one}" for one in numbers("0,1,3,4,5-8,13,17,20,30-32,44,49,71-73")), "9/", "10/", "13/", "31/5", "33/1",
        "4/1", "4/6", "14/1", "11/", "19/", "24/1", "24/1063", "39/1", "40/1", "41/5",
    ],
    "arrived": ["8/2", "8/9", "8/14", "8/39", "8/60", "8/74", "6/1", "6/5", "43/", "43/0"],
    "out_for_delivery": [f"8/{one}" for one in numbers("15,18,68-70")],
    "delivered": [
        *(f"2/{one}" for one in numbers("1,3,5,6,8,10-13,15,17-19,21,23,25-27")), "21/1", "21/2", "21/3",
    ],
    "returned": [*(f"2/{one}" for one in numbers("2,4,7,9,16,20,22,24,28-31")), "62/"],
    "delivery_failed": ["12/1", "12/28", "42/1", "22/9", "50/", "51/1"],
    "returning": ["3/1", "3/13", "3/"],
    "note": [f"8/{one}" for one in numbers("10,27,28,33,35,40,42,43")],
    "lost": ["5/1", "5/2", "15/", "16/", "17/0", "18/"],
    "cancelled": ["26/1", "26/2", "46/"],
    # handed over, but to whom; and what nobody has heard of
    "unknown_event": ["2/", "2/0", "2/14", "5/3", "63/1", "8/999", "/", "1"],
}  # fmt: skip
CDEK = {
    "registered": ["ACCEPTED", "CREATED"],
    "accepted": ["RECEIVED_AT_SHIPMENT_WAREHOUSE"],
    "in_transit": [
        "READY_FOR_SHIPMENT_IN_SENDER_CITY", "READY_FOR_SHIPMENT_IN_TRANSIT_CITY",
        "TAKEN_BY_TRANSPORTER_FROM_SENDER_CITY", "TAKEN_BY_TRANSPORTER_FROM_TRANSIT_CITY",
        "SENT_TO_TRANSIT_CITY", "SENT_TO_RECIPIENT_CITY", "SENT_TO_SENDER_CITY",
        "ACCEPTED_IN_TRANSIT_CITY", "ACCEPTED_IN_RECIPIENT_CITY", "ACCEPTED_IN_SENDER_CITY",
        "ACCEPTED_AT_TRANSIT_WAREHOUSE", "ENTERED_TO_TRANSIT_WAREHOUSE", "IN_CUSTOMS_INTERNATIONAL",
        "SHIPPED_TO_DESTINATION", "PASSED_TO_TRANSIT_CARRIER", "IN_CUSTOMS_LOCAL", "CUSTOMS_COMPLETE",
        "RETURNED_TO_SENDER_CITY_WAREHOUSE", "RETURNED_TO_TRANSIT_WAREHOUSE",
        # of the webhook sheet
        "READY_TO_SHIP_AT_SENDING_OFFICE", "READY_TO_SHIP_IN_TRANSIT_OFFICE", "PASSED_TO_CARRIER_AT_SENDING_OFFICE",
        "PASSED_TO_CARRIER_AT_TRANSIT_OFFICE", "SEND_TO_TRANSIT_OFFICE", "SEND_TO_RECIPIENT_OFFICE",
        "SEND_TO_SENDING_OFFICE", "MET_AT_TRANSIT_OFFICE", "MET_AT_RECIPIENT_OFFICE", "MET_AT_SENDING_OFFICE",
        "ACCEPTED_TO_OFFICE_TRANSIT_WAREHOUSE", "RETURNED_TO_SENDER_WAREHOUSE", "ENTERED_TO_OFFICE_TRANSIT_WAREHOUSE",
        "ENTERED_TO_DELIVERY_WAREHOUSE",
    ],
    "arrived": [
        "ACCEPTED_AT_PICK_UP_POINT", "ENTERED_TO_PICK_UP_POINT", "POSTOMAT_POSTED",
        "ACCEPTED_AT_RECIPIENT_CITY_WAREHOUSE", "ACCEPTED_AT_DELIVERY_WAREHOUSE", "ACCEPTED_AT_WAREHOUSE_ON_DEMAND",
        "ENTERED_TO_WAREHOUSE_ON_DEMAND",
    ],
    "out_for_delivery": ["TAKEN_BY_COURIER", "ISSUED_FOR_DELIVERY"],
    "delivery_failed": ["RETURNED_TO_RECIPIENT_CITY_WAREHOUSE", "RETURNED_TO_DELIVERY_WAREHOUSE"],
    "delivered": ["DELIVERED", "POSTOMAT_RECEIVED"],
    "returning": ["NOT_DELIVERED", "POSTOMAT_SEIZED"],
    "cancelled": ["REMOVED"],
    "unknown": ["INVALID"],
    "unknown_event": ["1", "4", "5", "1000", "", "DELIVERED_SOMEWHERE", "delivered"],
}  # fmt: skip
DELLIN = {
    "registered": ["draft", "processing", "pickup", "waiting"],
    "accepted": ["received", "received_warehousing"],
    "in_transit": ["inway", "arrived_to_airport", "airport_warehousing"],
    "arrived": ["arrived", "warehousing"],
    "out_for_delivery": ["delivery"],
    "delivered": ["accompanying_documents_return", "finished"],
    "cancelled": ["declined"],
    "unknown_event": ["received_", "inway2", ""],
}
ALL = [
    (carrier, code, status)
    for carrier, table in (("russian_post", POST), ("cdek", CDEK), ("dellin", DELLIN))
    for status, codes in table.items()
    for code in codes
]


@pytest.mark.parametrize(("carrier", "code", "status"), ALL)
def test_a_code_means_what_the_list_says(carrier: str, code: str, status: str) -> None:
    assert meaning(carrier, code).status == status


def test_what_a_person_must_look_at() -> None:
    storage = {f"8/{one}" for one in numbers("10,27,28,33,35,40,42,43")}
    assert {code for code in chain(*POST.values()) if meaning("russian_post", code).alert == "storage"} == storage
    alerts = {code: meaning("dellin", code).alert for code in chain(*DELLIN.values()) if meaning("dellin", code).alert}
    assert alerts == {"warehousing": "storage", "accompanying_documents_return": "docs_returning"}


def test_what_turns_the_way_round() -> None:
    back = {code for code in chain(*POST.values()) if meaning("russian_post", code).leg == "return"}
    assert back == {"3/1", "3/13", "3/"}
    assert {code for code in chain(*CDEK.values()) if meaning("cdek", code).leg} == {"NOT_DELIVERED", "POSTOMAT_SEIZED"}


@pytest.mark.parametrize(
    "table", [DATA / f"{name}.yaml" for name in ("cdek", "dellin", "russian_post")], ids=lambda path: path.stem
)
def test_a_table_says_nothing_twice_and_nothing_unheard_of(table: Path) -> None:
    told = yaml.safe_load(table.read_text(encoding="utf-8"))
    assert set(told) <= {"statuses", "alerts", "legs"}
    assert set(told["statuses"]) <= set(SAID)
    assert set(told.get("legs", {})) <= set(LEGS)
    codes = [str(code) for codes in told["statuses"].values() for code in codes]
    assert len(codes) == len(set(codes))
