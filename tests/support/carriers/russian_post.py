"""Почта России, single access (SOAP 1.2): the password in the body, one item a call, 100 calls a day, errors as faults.

`shipments`: number -> [{"type", "type_name", "attr", "attr_name", "at", "index", "place"}]; without "attr"
the operation has none. `memory`: {"used": calls of today, "most": 100}; a new day begins when the test says so.
"""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from .serving import Call, Carrier, Said, serve

LOGIN, PASSWORD = "test-login", "test-password-7&<"
MOST = 100
_DATA = "{http://russianpost.org/operationhistory/data}"
_KIND = "application/soap+xml; charset=utf-8"
_ENVELOPE = (
    "<?xml version='1.0' encoding='UTF-8'?>"
    '<S:Envelope xmlns:S="http://www.w3.org/2003/05/soap-envelope"><S:Body>{body}</S:Body></S:Envelope>'
)
_HISTORY = (
    '<ns7:getOperationHistoryResponse xmlns:ns3="http://russianpost.org/operationhistory/data"'
    ' xmlns:ns7="http://russianpost.org/operationhistory">'
    "<ns3:OperationHistoryData>{records}</ns3:OperationHistoryData></ns7:getOperationHistoryResponse>"
)
_RECORD = (
    "<ns3:historyRecord><ns3:AddressParameters><ns3:DestinationAddress><ns3:Index>420000</ns3:Index>"
    "<ns3:Description>Казань</ns3:Description></ns3:DestinationAddress><ns3:OperationAddress>"
    "<ns3:Index>{index}</ns3:Index><ns3:Description>{place}</ns3:Description></ns3:OperationAddress>"
    "</ns3:AddressParameters><ns3:FinanceParameters><ns3:Payment>0</ns3:Payment></ns3:FinanceParameters>"
    "<ns3:ItemParameters><ns3:Barcode>{number}</ns3:Barcode></ns3:ItemParameters><ns3:OperationParameters>"
    "<ns3:OperType><ns3:Id>{type}</ns3:Id><ns3:Name>{type_name}</ns3:Name></ns3:OperType>{attribute}"
    "<ns3:OperDate>{at}</ns3:OperDate></ns3:OperationParameters>"
    "<ns3:UserParameters><ns3:Sndr>ООО РОМАШКА</ns3:Sndr><ns3:Rcpn>ИВАНОВА А П</ns3:Rcpn></ns3:UserParameters>"
    "</ns3:historyRecord>"
)
_FAULT = (
    "<S:Fault><S:Code><S:Value>S:Receiver</S:Value></S:Code><S:Reason><S:Text>{kind}</S:Text></S:Reason><S:Detail>"
    '<ns3:{kind}Reason xmlns:ns3="http://russianpost.org/operationhistory/data">{words}</ns3:{kind}Reason></S:Detail>'
    "</S:Fault>"
)
_BOMB = "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a '{a}'><!ENTITY b '{b}'>]><x>{c}</x>"


def answer(call: Call, carrier: Carrier) -> Said:
    if call.path != "/rtm34" or call.method != "POST":
        return Said(404, b"", "text/html")
    asked = etree.fromstring(call.body)
    used = carrier.memory["used"] = carrier.memory.get("used", 0) + 1
    if carrier.memory.get("bomb"):
        return Said(200, _BOMB.format(a="а" * 1000, b="&a;" * 1000, c="&b;" * 1000).encode(), _KIND)
    signed = (asked.findtext(f".//{_DATA}login"), asked.findtext(f".//{_DATA}password"))
    if signed != (LOGIN, PASSWORD):
        return _fault("AuthorizationFault", "Доступ запрещен. Проверьте логин и пароль.")
    if used > carrier.memory.get("most", MOST):
        return _fault("AuthorizationFault", "Превышен лимит количества запросов в сутки.")
    number = asked.findtext(f".//{_DATA}Barcode") or ""
    if not number.isalnum() or len(number) not in (13, 14):
        return _fault("OperationHistoryFault", "Некорректный номер отправления")
    records = "".join(_record(number, one) for one in carrier.shipments.get(number, []))
    return Said(200, _ENVELOPE.format(body=_HISTORY.format(records=records)).encode(), _KIND)


def _record(number: str, one: dict[str, Any]) -> str:
    attribute = ""
    if "attr" in one:
        name = escape(one.get("attr_name", ""))
        attribute = f"<ns3:OperAttr><ns3:Id>{one['attr']}</ns3:Id><ns3:Name>{name}</ns3:Name></ns3:OperAttr>"
    words = {key: escape(str(one.get(key, ""))) for key in ("index", "place", "type", "type_name", "at")}
    return _RECORD.format(number=number, attribute=attribute, **words)


def _fault(kind: str, words: str) -> Said:
    return Said(500, _ENVELOPE.format(body=_FAULT.format(kind=kind, words=words)).encode(), _KIND)


if __name__ == "__main__":
    serve(answer)
