"""Whatever a carrier answers, it is read, or it is a trouble with a name: nothing else ever comes out."""

from __future__ import annotations

import json
from typing import Any
from unittest.mock import patch
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marshrut.integrations.carriers import asking
from marshrut.kernel import egress
from marshrut.kernel.egress import Answer
from marshrut.shipments.rules.statuses import LEGS, SAID
from marshrut.shipments.tracking import Account, CarrierTrouble
from tests.support.carriers.accounts import NUMBERS, PROVIDERS

WORDS = st.sampled_from(
    ["entity", "statuses", "code", "name", "date_time", "city", "deleted", "related_entities", "uuid", "type", "data",
     "statusHistory", "state", "stateName", "stateDate", "info", "requests", "errors", "access_token", "expires_in",
     "return_order", "DELIVERED", "NOT_DELIVERED", "finished", "2026-07-01T10:00:00+0000", "0001-01-01", "", "\x00",
     "9999-12-31T23:59:59-2359", *NUMBERS.values()]
)  # fmt: skip
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), WORDS, st.text(max_size=10))
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(WORDS, inner, max_size=4)),
    max_leaves=12,
)
TAGS = st.sampled_from(["OperationParameters", "OperType", "OperAttr", "Id", "Name", "OperDate", "OperationAddress"])
STATUSES = st.sampled_from([200, 201, 204, 400, 401, 403, 404, 418, 429, 500, 503])
ACCOUNT = Account(
    "any", {"address": "https://carrier.example", "account": "a", "login": "l"}, {"password": "p", "key": "k"}
)
FEW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def asked(name: str, answer: Answer) -> None:
    """The provider asks, and this is what comes back whatever it asks. What is caught as unforeseen is not read."""
    unforeseen = patch.object(asking.log, "exception", side_effect=AssertionError("unforeseen"))
    with patch.object(egress, "ask", return_value=answer), unforeseen:
        try:
            found = PROVIDERS[name].fetch([NUMBERS[name]], ACCOUNT)
        except CarrierTrouble:
            return
    assert {*found.events, *found.not_found, *found.failed} <= {NUMBERS[name]}
    for event in (one for events in found.events.values() for one in events):
        assert event.status in SAID
        assert event.leg in ("", *LEGS)
        assert event.at.tzinfo is not None
        assert len(event.text) <= 500
        json.dumps(dict(event.raw))


@pytest.mark.parametrize("name", ["cdek", "dellin"])
@FEW
@given(tree=TREES, status=STATUSES)
def test_any_json(name: str, tree: Any, status: int) -> None:
    asked(name, Answer(status, {}, json.dumps(tree).encode()))


@pytest.mark.parametrize("name", ["cdek", "dellin"])
@FEW
@given(rows=TREES, more=TREES)
def test_anything_where_a_history_should_be(name: str, rows: Any, more: Any) -> None:
    number = NUMBERS[name]
    told = {"entity": {"statuses": rows}, "related_entities": more} if name == "cdek" else {}
    told |= {"data": {"statusHistory": {number: rows}, "info": more}} if name == "dellin" else {}
    asked(name, Answer(200, {}, json.dumps({"access_token": "t", "expires_in": more, **told}).encode()))


@pytest.mark.parametrize("name", ["cdek", "dellin", "russian_post"])
@FEW
@given(body=st.binary(max_size=60), status=STATUSES, wait=st.text(max_size=12))
def test_any_bytes(name: str, body: bytes, status: int, wait: str) -> None:
    asked(name, Answer(status, {"retry-after": wait}, body))


@FEW
@given(
    fields=st.lists(st.tuples(TAGS, st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)), max_size=8)
)
def test_any_record_of_the_post(fields: list[tuple[str, str]]) -> None:
    inner = "".join(f"<{tag}><{tag}>{escape(text)}</{tag}>{escape(text)}</{tag}>" for tag, text in fields)
    record = f"<historyRecord><OperationParameters>{inner}</OperationParameters>{inner}</historyRecord>"
    body = (
        '<S:Envelope xmlns:S="http://www.w3.org/2003/05/soap-envelope"><S:Body>'
        '<o:getOperationHistoryResponse xmlns:o="http://russianpost.org/operationhistory">'
        '<OperationHistoryData xmlns="http://russianpost.org/operationhistory/data">'
        f"{record}</OperationHistoryData></o:getOperationHistoryResponse></S:Body></S:Envelope>"
    )
    asked("russian_post", Answer(200, {}, body.encode()))
