"""What is in an archive, who gets it, and what the worker does when it is killed in the middle."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from marshrut.cards import commands as cards
from marshrut.cards.models import Participant
from marshrut.documents import blobs
from marshrut.documents import commands as documents
from marshrut.evidence import commands, depot, duties, parts, queries, working
from marshrut.evidence.models import Archive
from marshrut.history.verify import verify
from marshrut.jobs import effects
from marshrut.jobs.models import Effect
from marshrut.kernel import sql
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from marshrut.org import commands as org
from tests.support.office import drain

from .conftest import Shelf


def names(archive: Path) -> list[str]:
    with zipfile.ZipFile(archive) as made:
        assert made.testzip() is None
        return made.namelist()


def text(archive: Path, end: str) -> str:
    with zipfile.ZipFile(archive) as made:
        name = next(one for one in made.namelist() if one.endswith(end))
        return made.read(name).decode()


def manifest(archive: Path) -> dict[str, Any]:
    return dict(json.loads(text(archive, "manifest.json")))


def test_versions_sheets_history_and_the_means_to_check(shelf: Shelf) -> None:
    card = shelf.treaty()
    saved = shelf.saved(shelf.build(card))
    folder = f"Материалы/0001 2026-07-01 ДП-{card}"
    found = set(names(saved))
    assert {"index.html", "README.txt", "check.py", "manifest.json", "SHA256SUMS"} < found
    assert {
        f"{folder}/Карточка.html",
        f"{folder}/Документы/Версия 1 – Договор Флаконы.pdf",
        f"{folder}/Документы/Версия 2 – Договор со сроком.pdf",
        f"{folder}/Лист согласования, круг 1.pdf",
        f"{folder}/Лист согласования, круг 2.pdf",
        f"{folder}/История.jsonl",
    } < found
    page = text(saved, "Карточка.html")
    for said in ("по версии 1", "по версии 2", "Нет срока поставки", "Борисов", "Стеклозавод", "Возвращено"):
        assert said in page
    index = text(saved, "index.html")
    assert "Алиева" in index
    assert "Флаконы" in index
    assert "<script" not in page + index


def test_a_plain_file_that_was_replaced_is_still_there(shelf: Shelf) -> None:
    alisa = shelf.office.actor("alisa")
    given = {"subject": "Крышки", "scan": [shelf.office.file("alisa", "скан 1.pdf")]}
    card = int(cards.create_card(alisa, card_type="treaty", fields=given)["card"])
    cards.edit_card(alisa, card=card, fields={"scan": [shelf.office.file("alisa", "скан 2.pdf")]})
    found = [Path(name).name for name in names(shelf.saved(shelf.build(card))) if "/Вложения/" in name]
    assert sorted(found) == ["скан 1.pdf", "скан 2.pdf"]


def test_the_list_names_every_file(shelf: Shelf) -> None:
    saved = shelf.saved(shelf.build(shelf.treaty()))
    told = manifest(saved)["files"]
    with zipfile.ZipFile(saved) as made:
        for name in made.namelist():
            if name not in ("manifest.json", "SHA256SUMS"):
                assert told[name]["sha256"] == hashlib.sha256(made.read(name)).hexdigest()
        sums = made.read("SHA256SUMS")
        lines = sums.decode().splitlines()
    assert len(lines) == len(told) + 1
    row = Archive.objects.get()
    assert row.sums == hashlib.sha256(sums).hexdigest()
    assert row.sha256 == hashlib.sha256(saved.read_bytes()).hexdigest()
    assert row.size == saved.stat().st_size
    assert verify("evidence") == []


def test_cards_stand_in_the_order_of_time_whatever_was_asked_first(shelf: Shelf) -> None:
    first = shelf.treaty("Первый")
    shelf.now.to("2026-07-05 10:00")
    second = shelf.treaty("Второй")
    lines = manifest(shelf.saved(shelf.build(second, first)))["cards"]
    assert [(one["n"], one["card"], one["day"]) for one in lines] == [
        (1, first, "2026-07-01"),
        (2, second, "2026-07-05"),
    ]


def test_what_people_wrote_is_text_not_markup(shelf: Shelf) -> None:
    card = shelf.treaty("<img src=x onerror=alert(1)>")
    cards.comment_card(shelf.office.actor("alisa"), card=card, text="<script>alert(2)</script>")
    saved = shelf.saved(shelf.build(card))
    for page in (text(saved, "index.html"), text(saved, "Карточка.html")):
        assert "<img" not in page
        assert "<script" not in page


def test_a_page_from_outside_is_kept_but_not_linked(shelf: Shelf) -> None:
    """A press on it would run what a stranger sent."""
    card = shelf.treaty()
    made = documents.store_file(shelf.office.actor("alisa"), name="прайс.html", stream=io.BytesIO(b"<b>x</b>"))
    cards.attach_files(shelf.office.actor("alisa"), card=card, files=[made["id"]])
    saved = shelf.saved(shelf.build(card))
    assert any(name.endswith("Вложения/прайс.html") for name in names(saved))
    page = text(saved, "Карточка.html")
    assert "прайс.html" in page
    assert ".html" not in page.split("прайс.html")[0].rsplit("<td>", 1)[-1], "no link around it"


def test_a_lost_file_is_told_not_passed_over(shelf: Shelf) -> None:
    card = shelf.treaty()
    archive = shelf.ask(card)
    other = documents.store_file(shelf.office.actor("alisa"), name="акт.pdf", stream=io.BytesIO(b"%PDF-1.4 other"))
    cards.attach_files(shelf.office.actor("alisa"), card=card, files=[other["id"]])
    blobs.path_of(hashlib.sha256(b"%PDF-1.4 other").hexdigest()).write_bytes(b"%PDF-1.4 OTHER")
    drain(shelf.now())
    saved = shelf.saved(archive)
    assert "потеряно или повреждено" in text(saved, "index.html")
    assert manifest(saved)["missing"] == [f"Материалы/0001 2026-07-01 ДП-{card}/Вложения/акт.pdf"]


def test_strangers_get_nothing_and_hidden_looks_like_missing(shelf: Shelf) -> None:
    card = shelf.treaty()
    for asked in ([card], [999_999], [card, 999_999]):
        with pytest.raises(NotFound):
            shelf.ask(*asked, by="viktor")
    with pytest.raises(Forbidden):
        commands.ask_evidence(Actor.system(), kind="cards", cards=[card])
    with pytest.raises(Invalid):
        shelf.ask()
    assert not Archive.objects.exists()
    assert not Effect.objects.filter(kind=commands.EFFECT).exists()


def test_what_is_hidden_meanwhile_stays_out(shelf: Shelf) -> None:
    """Борис may see both when he asks, and one when it is built."""
    kept, gone = shelf.treaty("Первый"), shelf.treaty("Второй")
    archive = shelf.ask(kept, gone, by="boris")
    Participant.objects.system("test").filter(card_id=gone).delete()
    drain(shelf.now())
    saved = shelf.saved(archive, by="boris")
    assert [one["card"] for one in manifest(saved)["cards"]] == [kept]
    assert "Второй" not in saved.read_bytes().decode("utf-8", "replace")


def test_hidden_after_it_was_built_it_cannot_be_saved_any_more(shelf: Shelf) -> None:
    card = shelf.treaty()
    archive = shelf.build(card, by="boris")
    shelf.saved(archive, by="boris")
    Participant.objects.system("test").filter(card_id=card).delete()
    with pytest.raises(Conflict) as refused:
        shelf.saved(archive, by="boris")
    assert refused.value.code == "hidden"


def test_all_hidden_meanwhile_is_a_failure_with_a_reason(shelf: Shelf) -> None:
    card = shelf.treaty()
    archive = shelf.ask(card, by="boris")
    Participant.objects.system("test").filter(card_id=card).delete()
    drain(shelf.now())
    info = queries.archive(shelf.office.actor("boris"), archive)
    assert info.state == "failed"
    assert info.why


def test_the_dismissed_get_nothing(shelf: Shelf) -> None:
    archive = shelf.ask(shelf.treaty(), by="boris")
    org.dismiss_person(Actor.system(), person=shelf.office.id("boris"))
    drain(shelf.now())
    assert Archive.objects.get(pk=archive).state == "failed"


def test_nobody_else_may_read_or_remove_it(shelf: Shelf) -> None:
    archive = shelf.build(shelf.treaty())
    for name in ("boris", "viktor", "admin", "director"):
        actor = shelf.office.actor(name)
        assert queries.archives(actor) == ()
        for act in (queries.archive, queries.opened):
            with pytest.raises(NotFound):
                act(actor, archive)
        with pytest.raises(NotFound):
            commands.remove_evidence(actor, archive=archive)


def test_only_programs_say_how_the_building_goes(shelf: Shelf) -> None:
    archive = shelf.ask(shelf.treaty())
    alisa = shelf.office.actor("alisa")
    with pytest.raises(Forbidden):
        commands.fail_evidence(alisa, archive=archive, why="broken")
    with pytest.raises(Forbidden):
        commands.deliver_evidence(alisa, archive=archive, file="x", size=1, sha256="", sums="", inside=[])
    with pytest.raises(Forbidden):
        commands.expire_evidence(alisa)


# ── killed, frozen, removed in the middle ──


def test_a_killed_worker_costs_one_card(shelf: Shelf, monkeypatch: pytest.MonkeyPatch, files: Path) -> None:
    asked = [shelf.treaty(f"Договор {n}") for n in range(3)]
    archive = shelf.ask(*asked)
    written: list[int] = []
    write = parts.write

    def dying(file: Any, actor: Actor, card: int, n: int, inside: frozenset[int]) -> None:
        if len(written) == 2:
            file.write(b"half of it")
            raise KeyboardInterrupt  # the process is gone in the middle of the third
        written.append(card)
        write(file, actor, card, n, inside)

    monkeypatch.setattr(parts, "write", dying)
    with pytest.raises(KeyboardInterrupt):
        drain(shelf.now())
    assert queries.archive(shelf.office.actor("alisa"), archive).state == "waiting"
    assert not list((files / "evidence").glob("*.zip"))

    def living(file: Any, actor: Actor, card: int, n: int, inside: frozenset[int]) -> None:
        written.append(card)
        write(file, actor, card, n, inside)

    monkeypatch.setattr(parts, "write", living)
    _lease_is_over()
    drain(shelf.now())
    assert written == asked, "what was there was not made again"
    assert [one["card"] for one in manifest(shelf.saved(archive))["cards"]] == asked


def _lease_is_over() -> None:
    sql.prepared("UPDATE jobs_effect SET state = 'todo', lease_until = NULL WHERE state = 'doing'")


def test_two_workers_at_one_archive_deliver_one(shelf: Shelf, monkeypatch: pytest.MonkeyPatch, files: Path) -> None:
    """A frozen worker wakes up when another one has delivered."""
    archive = shelf.ask(shelf.treaty())
    (effect,) = effects.take("evidence")
    deliver = commands.deliver_evidence

    def late(actor: Actor, **how: Any) -> bool:
        monkeypatch.setattr(commands, "deliver_evidence", deliver)
        working.build(effect.payload, effect)
        return bool(deliver(actor, **how))

    monkeypatch.setattr(commands, "deliver_evidence", late)
    working.build(effect.payload, effect)
    row = Archive.objects.get(pk=archive)
    assert [path.name for path in (files / "evidence").iterdir()] == [row.file]
    shelf.saved(archive)


def test_a_long_building_goes_on_in_stretches(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [shelf.treaty(f"Договор {n}") for n in range(3)]
    seconds = iter(range(1000))
    monkeypatch.setattr(working, "monotonic", lambda: float(next(seconds)))
    monkeypatch.setattr(working, "STRETCH", 2.0)
    archive = shelf.ask(*asked)
    drain(shelf.now())
    assert [one["card"] for one in manifest(shelf.saved(archive))["cards"]] == asked
    assert Effect.objects.filter(kind=commands.EFFECT).count() > 1


def test_removed_while_it_is_built(shelf: Shelf, files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [shelf.treaty(f"Договор {n}") for n in range(3)]
    archive = shelf.ask(*asked)
    write = parts.write

    def removing(*about: Any) -> None:
        write(*about)
        if about[3] == 2:
            commands.remove_evidence(shelf.office.actor("alisa"), archive=archive)

    monkeypatch.setattr(parts, "write", removing)
    monkeypatch.setattr(working, "TOLD", 0.0)
    drain(shelf.now())
    assert not Archive.objects.exists()
    duties.tidy()
    depot.sweep(queries.kept_names(), 0)
    assert list((files / "evidence").iterdir()) == []


def test_given_up_after_the_last_try(shelf: Shelf, monkeypatch: pytest.MonkeyPatch, files: Path) -> None:
    archive = shelf.ask(shelf.treaty())

    def broken(*about: Any) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr(parts, "write", broken)
    from marshrut.jobs import worker

    worker.drain(shelf.now(), retries=True, strict=False)
    info = queries.archive(shelf.office.actor("alisa"), archive)
    assert info.state == "failed"
    assert "ошибка" in info.why.lower()
    assert not list((files / "evidence").iterdir())


def test_too_much_for_one_archive(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    from marshrut.evidence import packing

    archive = shelf.ask(shelf.treaty())
    monkeypatch.setattr(packing, "LARGEST", 100)
    drain(shelf.now())
    info = queries.archive(shelf.office.actor("alisa"), archive)
    assert (info.state, "4 ГБ" in info.why) == ("failed", True)


def test_no_space_on_the_disk(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = shelf.ask(shelf.treaty())
    monkeypatch.setattr(depot, "free_bytes", lambda: 1000)
    drain(shelf.now())
    assert Archive.objects.get(pk=archive).why == "disk"


# ── a week later ──


def test_a_week_later_it_is_gone_with_its_file(
    shelf: Shelf, files: Path, django_capture_on_commit_callbacks: Any
) -> None:
    archive = shelf.build(shelf.treaty())
    shelf.now.to("2026-07-08 09:00")
    duties.tidy()
    shelf.saved(archive)
    shelf.now.to("2026-07-08 10:01")
    with django_capture_on_commit_callbacks(execute=True):
        duties.tidy()
    with pytest.raises(NotFound):
        shelf.saved(archive)
    assert list((files / "evidence").iterdir()) == []


def test_a_lost_archive_says_so(shelf: Shelf) -> None:
    archive = shelf.build(shelf.treaty())
    depot.drop(Archive.objects.get().file)
    with pytest.raises(Conflict) as refused:
        shelf.saved(archive)
    assert refused.value.code == "lost"


def test_one_that_nobody_builds_is_given_up_after_a_day(shelf: Shelf) -> None:
    archive = shelf.ask(shelf.treaty())
    shelf.now.at = shelf.now.at.replace(day=3)
    duties.tidy()
    assert Archive.objects.get(pk=archive).state == "failed"
