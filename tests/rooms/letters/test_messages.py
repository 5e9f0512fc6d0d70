"""E-mails are known once, and a letter is sent from one visit once."""

from __future__ import annotations

import pytest

from marshrut.kernel.errors import Invalid, NotFound
from marshrut.letters import commands, queries
from marshrut.letters.models import Dispatch, Message
from tests.support.office import SYSTEM
from tests.support.post import OUT, Post


def test_a_mail_is_known_once(post: Post) -> None:
    first = commands.know_message(SYSTEM, message_id="<a@x>", direction="in", uid_key="1:2:3", subject="Окна")
    again = commands.know_message(SYSTEM, message_id="a@x", direction="in", uid_key="1:2:3", card=5)
    assert (first["new"], again["new"]) == (True, False)
    assert first["id"] == again["id"]
    row = Message.objects.get()
    assert (row.subject, row.card, row.message_id) == ("Окна", 5, "a@x")


def test_the_same_place_is_the_same_mail(post: Post) -> None:
    one = commands.know_message(SYSTEM, message_id="<a@x>", direction="in", uid_key="1:2:3")
    two = commands.know_message(SYSTEM, message_id="<b@x>", direction="in", uid_key="1:2:3")
    assert one["id"] == two["id"]


def test_headers_are_kept_bare(post: Post) -> None:
    commands.know_message(
        SYSTEM, message_id="<c@x>", direction="in", in_reply_to=" <a@x> ", references=["<a@x>", "<b@x>"]
    )
    row = Message.objects.get()
    assert (row.in_reply_to, row.references) == ("a@x", ["a@x", "b@x"])


def test_a_letter_is_sent_from_a_visit_once(post: Post) -> None:
    card = post.letter(OUT)
    mail = commands.know_message(SYSTEM, message_id="<a@us>", direction="out", card=card)["id"]
    first = commands.begin_dispatch(SYSTEM, card=card, visit=2, message=mail)
    again = commands.begin_dispatch(SYSTEM, card=card, visit=2, message=mail)
    assert (first["new"], again["new"], again["id"]) == (True, False, first["id"])
    commands.settle_dispatch(SYSTEM, dispatch=first["id"], state="sending")
    commands.settle_dispatch(SYSTEM, dispatch=first["id"], state="sending")
    commands.settle_dispatch(SYSTEM, dispatch=first["id"], state="sent", note="250 OK")
    found = queries.dispatch_of(card, 2)
    assert found is not None
    assert (found.state, found.note, found.message_id) == ("sent", "250 OK", "a@us")
    for state in ("sending", "ready", "failed"):
        with pytest.raises(Invalid):
            commands.settle_dispatch(SYSTEM, dispatch=first["id"], state=state)
    commands.settle_dispatch(SYSTEM, dispatch=first["id"], state="bounced")
    assert Dispatch.objects.get().state == "bounced"


def test_there_is_no_such_sending(post: Post) -> None:
    with pytest.raises(NotFound):
        commands.settle_dispatch(SYSTEM, dispatch=10**9, state="sent")
