"""Почта России, single access (SOAP 1.2 `rtm34`): one item a call, a hundred calls a day without a contract.

The password goes in the body; errors come as faults with status 500; one record comes as a record and not as a list of
one; many operations have no attribute.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final
from urllib.parse import quote
from xml.sax.saxutils import escape

from django.utils.translation import gettext_lazy as _
from lxml import etree

from marshrut.kernel.egress import Answer, said
from marshrut.kernel.outside import SettingField, Step
from marshrut.shipments.rules.schedule import Pace
from marshrut.shipments.tracking import Account, CarrierTrouble, FetchResult, TrackEvent

from . import asking, telling, trying

CODE: Final = "russian_post"
_OPERATION: Final = "{http://russianpost.org/operationhistory}"
_DATA: Final = "{http://russianpost.org/operationhistory/data}"
_SOAP: Final = "{http://www.w3.org/2003/05/soap-envelope}"
_ASKED: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope"'
    ' xmlns:oper="http://russianpost.org/operationhistory"'
    ' xmlns:data="http://russianpost.org/operationhistory/data"'
    ' xmlns:old="http://schemas.xmlsoap.org/soap/envelope/"><soap:Header/><soap:Body><oper:getOperationHistory>'
    "<data:OperationHistoryRequest><data:Barcode>{number}</data:Barcode><data:MessageType>0</data:MessageType>"
    "<data:Language>RUS</data:Language></data:OperationHistoryRequest>"
    '<data:AuthorizationHeader old:mustUnderstand="1"><data:login>{login}</data:login>'
    "<data:password>{password}</data:password></data:AuthorizationHeader>"
    "</oper:getOperationHistory></soap:Body></soap:Envelope>"
)
#: words of a fault that speak of the limit and not of the password
_LIMITS: Final = ("лимит", "превы", "limit", "exceed")


class RussianPost:
    code = CODE
    title = _("Russian Post")
    form = (
        SettingField("login", _("Login of the tracking service"), required=True),
        SettingField("password", _("Password of the tracking service"), "secret", required=True),
        SettingField(
            "address", _("Address of the service"), "url", default="https://tracking.russianpost.ru/rtm34", place=True
        ),
    )
    batch = 20
    per_call = 1
    quota = 100
    pace = Pace()
    stands_in = False

    def fetch(self, numbers: Sequence[str], account: Account) -> FetchResult:
        return asking.walk(account, numbers, 1, lambda some: _history(some[0], account))

    def check(self, account: Account) -> list[Step]:
        """One question of the daily hundred, about a number that cannot be."""
        return trying.steps(account, account.settings["address"], lambda: _history("00000000000000", account))

    def public_url(self, number: str) -> str:
        return f"https://www.pochta.ru/tracking?barcode={quote(number)}"


def _history(number: str, account: Account) -> FetchResult:
    body = _ASKED.format(
        number=escape(number),
        login=escape(str(account.settings["login"])),
        password=escape(account.secrets["password"]),
    )
    answer = asking.ask(
        "POST",
        account.settings["address"],
        plain=True,
        headers={"content-type": "application/soap+xml; charset=utf-8"},
        content=body.encode(),
    )
    found = _parsed(answer)
    fault = found.find(f"{_SOAP}Body/{_SOAP}Fault")
    if fault is not None:
        return _refused(number, fault)
    history = found.find(f"{_SOAP}Body/{_OPERATION}getOperationHistoryResponse/{_DATA}OperationHistoryData")
    if answer.status != 200 or history is None:
        raise CarrierTrouble("protocol", f"HTTP {answer.status}")
    records = history.findall(f"{_DATA}historyRecord")
    return telling.known(number, records, _events(number, records))


def _parsed(answer: Answer) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        found = etree.fromstring(answer.body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise CarrierTrouble("broken" if answer.status >= 500 else "protocol", f"HTTP {answer.status}") from error
    if found.getroottree().docinfo.doctype:
        raise CarrierTrouble("protocol", "DOCTYPE")  # no such service sends one
    return found


def _refused(number: str, fault: etree._Element) -> FetchResult:
    """Not a number of theirs: this one is not found. Anything else concerns us all."""
    reasons = [one for one in fault.iter() if isinstance(one.tag, str) and one.tag.endswith("FaultReason")]
    kind = reasons[0].tag.rpartition("}")[2] if reasons else ""
    words = said(" ".join("".join(one.itertext()) for one in reasons) or "".join(fault.itertext()))
    if any(word in words.lower() for word in _LIMITS):
        raise CarrierTrouble("limit", words, retry_after=timedelta(hours=1))
    if kind == "AuthorizationFaultReason":
        raise CarrierTrouble("refused", words)
    if kind == "OperationHistoryFaultReason":
        return FetchResult(not_found=[number])
    raise CarrierTrouble("broken", words)


def _events(number: str, records: Sequence[etree._Element]) -> Iterator[TrackEvent]:
    """In the order of their times: what follows a return is on the way back."""
    rows = [(at, record) for record in records if (at := telling.moment(_text(record, "OperDate"))) is not None]
    back = False
    for at, record in sorted(rows, key=lambda row: row[0]):
        kind, attribute = _text(record, "OperType/Id"), _text(record, "OperAttr/Id")
        names = [_text(record, "OperType/Name"), _text(record, "OperAttr/Name")]
        index, place = _address(record, "Index"), _address(record, "Description")
        made = telling.event(
            CODE,
            number,
            at=at,
            code=f"{kind}/{attribute}",
            text=": ".join(name for name in names if name),
            place=" ".join(part for part in (index, place) if part),
            leg="return" if back else "",
            raw={"type": kind, "attribute": attribute, "names": names, "index": index, "place": place},
        )
        back = made.leg == "return"
        yield made


def _text(record: etree._Element, path: str) -> str:
    names = "/".join(f"{_DATA}{name}" for name in path.split("/"))
    return (record.findtext(f"{_DATA}OperationParameters/{names}") or "").strip()


def _address(record: etree._Element, name: str) -> str:
    return (record.findtext(f"{_DATA}AddressParameters/{_DATA}OperationAddress/{_DATA}{name}") or "").strip()
