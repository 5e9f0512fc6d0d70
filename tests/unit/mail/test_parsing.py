"""Mails of good programs, of old ones and of people who mean harm."""

from __future__ import annotations

import base64
import random
import time
from email.message import EmailMessage

import pytest

from marshrut.integrations.mail import charsets, pages, parsing
from tests.support import mails
from tests.support.mails import PDF, encoded, raw

SAID = "Добрый день! Направляем счёт № 45 и просим ответить до пятницы."


def test_a_letter_of_a_good_program() -> None:
    mail = parsing.read(mails.letter())
    assert (mail.sender, mail.sender_name) == ("gromov@romashka.example", "Пётр Громов")
    assert mail.subject == "О сроках поставки"
    assert mail.message_id == "one@romashka.example"
    assert mail.at == mails.AT
    assert mail.fresh == "Добрый день! Просим подтвердить сроки поставки."
    assert [(one.name, one.content) for one in mail.attached] == [("Письмо.pdf", PDF)]


@pytest.mark.parametrize("charset", ["cp1251", "koi8-r", "cp866", "iso8859-5", "utf-8"])
@pytest.mark.parametrize("declared", ["right", "none", "latin", "unknown"])
def test_russian_in_any_charset_whatever_is_declared(charset: str, declared: str) -> None:
    named = {"right": charset, "none": "", "latin": "iso-8859-1", "unknown": "x-unknown-8bit"}[declared]
    kind = "Content-Type: text/plain" + (f"; charset={named}" if named else "")
    mail = parsing.read(
        raw(f"From: a@b.example\nSubject: x\nMIME-Version: 1.0\n{kind}", SAID.encode(charset, "replace"))
    )
    assert mail.fresh == SAID.encode(charset, "replace").decode(charset)


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r", "utf-8"])
def test_headers_in_encoded_words_and_in_raw_letters(charset: str) -> None:
    subject, name = "Исх. 45/п от 01.07.2026", "Громов Пётр"
    words = raw(f"From: {encoded(name, charset)} <g@r.example>\nSubject: {encoded(subject, charset)}")
    bare = raw(f"From: {name} <g@r.example>\nSubject: {subject}", charset=charset)
    for mail in map(parsing.read, (words, bare)):
        assert (mail.sender_name, mail.sender, mail.subject) == (name, "g@r.example", subject)


def test_a_letter_cut_between_two_encoded_words_is_whole() -> None:
    whole = "Письмо о сроках".encode()
    one, two = base64.b64encode(whole[:5]).decode(), base64.b64encode(whole[5:]).decode()
    mail = parsing.read(raw(f"From: a@b.example\nSubject: =?utf-8?B?{one}?=\n =?utf-8?B?{two}?="))
    assert mail.subject == "Письмо о сроках"


@pytest.mark.parametrize(
    ("told", "charset"),
    [
        ("filename*=windows-1251''%D1%F7%B8%F2.pdf", "ascii"),
        ("filename*0*=utf-8''%D0%A1%D1%87; filename*1*=%D1%91%D1%82.pdf", "ascii"),
        (f'filename="{encoded("Счёт.pdf", "koi8-r")}"', "ascii"),
        (f"filename={encoded('Счёт.pdf', 'windows-1251')}", "ascii"),
        ('filename="Счёт.pdf"', "cp1251"),
        ('filename="Счёт.pdf"', "utf-8"),
    ],
)
def test_names_of_files_as_programs_write_them(told: str, charset: str) -> None:
    head = (
        f"From: a@b.example\nMIME-Version: 1.0\nContent-Type: application/pdf\nContent-Disposition: attachment; {told}"
    )
    (one,) = parsing.read(raw(head, PDF, charset)).attached
    assert one.name == "Счёт.pdf"


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ('"../../etc/passwd"', "passwd"),
        ('"C:\\\\Windows\\\\evil.exe"', "evil.exe"),
        ('"..%2f..%2fx.pdf"', "..%2f..%2fx.pdf".strip(".")),
        ('"договор\u202efdp.exe"', "договорfdp.exe"),
        ('"..."', "attachment.pdf"),
        ("*0*=nonsense''%ZZ; filename*x=1", None),
        ('"' + "я" * 3000 + '.pdf"', "я" * 239 + ".pdf"),
    ],
)
def test_a_name_is_only_a_label(told: str, name: str | None) -> None:
    head = f"From: a@b.example\nContent-Type: application/pdf\nContent-Disposition: attachment; filename={told}"
    (one,) = parsing.read(raw(head, PDF)).attached
    assert name is None or one.name == name
    assert "/" not in one.name
    assert one.name.isprintable()


def made(*, page: str = "", text: str = "") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["Subject"] = "a@b.example", "x"
    if text:
        message.set_content(text)
    if page and text:
        message.add_alternative(page, subtype="html")
    elif page:
        message.set_content(page, subtype="html")
    return message


def test_of_two_writings_of_one_text_the_plain_one_is_read() -> None:
    mail = parsing.read(made(text=SAID, page="<p>Страница</p>").as_bytes())
    assert mail.whole == SAID
    assert mail.attached == ()


def test_a_page_becomes_text_and_nothing_of_it_can_run() -> None:
    page = (
        "<html><head><style>p{color:red}</style><title>t</title></head><body><p>Добрый&nbsp;день!</p>"
        "<script>alert(1)</script><table><tr><td>Счёт</td><td>№ 45</td></tr></table>"
        '<img src="https://spy.example/x.png" onerror="alert(2)"><div hx-post="/tasks/1/complete">Ждём<br>ответа</div>'
    )
    mail = parsing.read(made(page=page).as_bytes())
    assert mail.whole == "Добрый день!\nСчёт № 45\nЖдём\nответа"


def test_logos_in_the_text_are_no_files_but_a_scan_is() -> None:
    message = made(text=SAID, page='<p>Счёт</p><img src="cid:logo@x">')
    page = message.get_payload()[1]  # type: ignore[index]
    page.add_related(b"\x89PNG" + b"0" * 900, "image", "png", cid="<logo@x>", filename="logo.png")  # type: ignore[union-attr]
    message.make_mixed()
    message.add_attachment(
        b"\xff\xd8\xff" + b"0" * 90_000, "image", "jpeg", filename="скан.jpg", disposition="inline", cid="<s@x>"
    )
    assert [one.name for one in parsing.read(message.as_bytes()).attached] == ["скан.jpg"]


def test_outlooks_own_packet_is_told_about() -> None:
    message = made(text=SAID)
    message.add_attachment(b"\x78\x9f\x3e\x22", "application", "ms-tnef", filename="winmail.dat")
    mail = parsing.read(message.as_bytes())
    assert (mail.attached, mail.doubts) == ((), ("winmail",))


def test_an_enclosed_letter_is_a_file() -> None:
    message, inner = made(text=SAID), EmailMessage()
    inner["Subject"] = "Вложенное"
    inner.set_content("внутри")
    message.add_attachment(inner, filename="старое.eml")
    (one,) = parsing.read(message.as_bytes()).attached
    assert one.name == "старое.eml"
    assert parsing.read(one.content).subject == "Вложенное"


@pytest.mark.parametrize(
    ("told", "sender"),
    [
        ('"boss@x.example" <evil@y.example>', "evil@y.example"),
        ("boss@x.example <evil@y.example>", "evil@y.example"),
        ("alice@x.example)bob@y.example", ""),
        ("a@x.example, b@y.example", ""),
        ("=?utf-8?q?boss=40x=2Eexample?= <evil@y.example>", "evil@y.example"),
        ("", ""),
        ("без адреса", ""),
        ("Пётр <G@R.Example>", "g@r.example"),
    ],
)
def test_a_name_that_looks_like_an_address_is_only_a_name(told: str, sender: str) -> None:
    assert parsing.read(raw(f"From: {told}\nSubject: x")).sender == sender


def test_without_an_id_the_content_is_the_id() -> None:
    one, two = (parsing.read(mails.letter(message_id="", text=text)) for text in ("раз", "два"))
    assert one.message_id != two.message_id
    assert one.message_id == parsing.read(mails.letter(message_id="", text="раз")).message_id


def test_the_way_a_mail_came_changes_nothing_of_its_content() -> None:
    plain = mails.letter()
    assert parsing.read(b"Received: from a\r\nX-Spam: no\r\n" + plain).digest == parsing.read(plain).digest
    assert parsing.read(mails.letter(text="другое")).digest != parsing.read(plain).digest


def nested(depth: int) -> bytes:
    head = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(depth))
    return f"From: a@b.example\nSubject: глубоко\n{head}Content-Type: text/plain\n\nдно".encode()


HOSTILE = {
    "ten thousand parts in each other": nested(10_000),
    "five hundred parts in each other": nested(500),
    "a header of a megabyte": b"From: a@b.example\nSubject: " + b"x" * (1 << 20) + b"\n\ntext",
    "a subject of encoded beginnings": b"From: a@b.example\nSubject: " + b"=?x?q? " * 150_000 + b"\n\ntext",
    "a hundred thousand headers": b"From: a@b.example\n" + b"X-A: b\n" * 100_000 + b"\ntext",
    "a hundred thousand references": b"From: a@b.example\nReferences: " + b"<a@b>\n " * 100_000 + b"\n\ntext",
    "a million addresses": b"From: a@b.example\nTo: " + b"<a@b.example>," * 100_000 + b"\n\ntext",
    "brackets in From": b"From: " + b"(" * 100_000 + b"\n\ntext",
    "a boundary that is nothing": b'From: a@b.example\nContent-Type: multipart/mixed; boundary=""\n\n--\n--\n',
    "a charset that is a bomb": b"From: a@b.example\nContent-Type: text/plain; charset=zlib\n\nx\x9c",
    "a charset of the lookup": b"From: a@b.example\nContent-Type: text/plain; charset=../../etc/passwd\n\n\xd0\xbf",
    "base64 that is none": b"Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\n!!!",
    "an impossible date": b"From: a@b.example\nDate: Wed, 99 Xyz 99999 99:99:99 +9999\n\ntext",
    "half letters and nothings": b"From: a@b.example\nSubject: =?utf-8?b?7aCA?= \x00\n\n\x00text\xed\xa0\x80",
    "nothing": b"",
    "blank": b"\r\n\r\n",
    "a zip of zeros": b"PK\x03\x04" + b"\0" * 10_000,
    "tags without end": b"From: a@b.example\nContent-Type: text/html\n\n" + b"<div><br " * 200_000,
    "tags in each other": b"From: a@b.example\nContent-Type: text/html\n\n" + b"<div>" * 100_000 + b"x",
    "a few tags fewer": b"From: a@b.example\nContent-Type: text/html\n\n" + b"<b>" * 14_990 + b"x",
    "brackets": b"From: a@b.example\nContent-Type: text/html\n\n" + b"<" * 300_000,
    "quotes in quotes": b"From: a@b.example\n\n" + b">" * 200_000 + b"\n" + (b"> " * 50 + b"\n") * 5_000,
    "dates without letters": b"From: a@b.example\n\n" + b"05.11.2026 14:20, " * 20_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_nobody_stops_the_reader(name: str) -> None:
    began = time.perf_counter()
    mail = parsing.read(HOSTILE[name])
    assert time.perf_counter() - began < 5
    for text in (mail.subject, mail.whole, mail.fresh, mail.message_id, mail.sender_name):
        assert "\0" not in text
        text.encode()
    assert len(mail.subject) <= 500
    assert len(mail.whole) <= parsing.LONGEST
    assert len(mail.references) <= 100


def test_random_harm_to_a_good_letter_stops_nobody() -> None:
    dice = random.Random(7)
    good = mails.bounce("letter-1@x") + mails.letter()
    for _ in range(200):
        broken = bytearray(good)
        for _ in range(dice.randrange(1, 30)):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        parsing.read(bytes(broken))


def test_guesses_leave_other_languages_alone() -> None:
    assert charsets.text("Café à Paris".encode("latin-1"), "iso-8859-1") == "Café à Paris"
    assert charsets.text("日本語".encode("shift_jis"), "shift_jis") == "日本語"


def test_pictures_of_a_page_are_named() -> None:
    assert pages.pictures("<img src=\"cid:a@b\"><img src='CID:c'>") == {"a@b", "c"}
