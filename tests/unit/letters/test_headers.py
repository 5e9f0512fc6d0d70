from __future__ import annotations

from marshrut.letters.rules.headers import bare, ids


def test_message_ids_without_their_brackets() -> None:
    assert [bare(one) for one in ("<a@b>", " <a@b> ", "a@b", "", None)] == ["a@b", "a@b", "a@b", "", ""]


def test_ids_of_a_header() -> None:
    assert ids("<a@b> <c@d>\r\n\t<a@b>") == ["a@b", "c@d"]
    assert ids("a@b c@d") == ["a@b", "c@d"]
    assert ids(None) == []
