"""Tokens, packs, people, jobs: what the owner of the server does."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.test import Client

from marshrut.config import console
from marshrut.history.verify import verify
from marshrut.jobs.models import Effect
from marshrut.org import commands as org
from tests.support.office import SYSTEM, Office
from tests.support.packs import PACKS

from .program import Program


def test_token_is_made_listed_and_revoked(marshrut: Program, office: Office) -> None:
    text = marshrut.done("token", "create", "--name", "1С", "--days", 30, by="alisa").strip()
    headers = {"Authorization": f"Bearer {text}"}
    assert Client().get("/api/me", headers=headers).json()["person"]["id"] == office.id("alisa")
    (found,) = marshrut.json("token", "list", by="alisa")
    assert (found["name"], found["is_live"]) == ("1С", True)
    assert text not in marshrut.done("token", "list", by="alisa")
    assert marshrut.json("token", "list", by="boris") == []
    marshrut.refused("token", "revoke", found["id"], by="boris")
    marshrut.done("token", "revoke", found["id"])
    assert Client().get("/api/me", headers=headers).status_code == 401
    assert marshrut.json("token", "list", by="alisa")[0]["is_live"] is False


def test_people_and_passwords(marshrut: Program, office: Office) -> None:
    assert "boris@example.ru" in marshrut.done("person", "list", "-q", "борис")
    assert len(marshrut.json("person", "list")) == 9
    org.dismiss_person(SYSTEM, person=office.id("viktor"))
    assert [one["email"] for one in marshrut.json("person", "list", "--dismissed")] == ["viktor@example.ru"]
    typed = "новый-длинный-пароль\nновый-длинный-пароль\n"
    text = marshrut.done("person", "set-password", "boris@example.ru", typed=typed)
    assert "новый-длинный-пароль" not in text
    assert Client().login(username="boris@example.ru", password="новый-длинный-пароль")
    said = marshrut.refused("person", "set-password", "boris@example.ru", "--password", "short")
    assert "password: " in said
    marshrut.refused("person", "set-password", "boris@example.ru", "--password", "новый-длинный", by="alisa")


def test_packs_are_listed_checked_and_installed(marshrut: Program, office: Office, tmp_path: Path) -> None:
    assert marshrut.json("pack", "list")[0]["key"] == "payments"
    assert "payment_request" in marshrut.done("pack", "list")
    assert marshrut.done("pack", "check", PACKS / "payments").splitlines()[-1] == "Ошибок нет."
    newer = tmp_path / "payments"
    shutil.copytree(PACKS / "payments", newer)
    head = newer / "pack.yaml"
    text = re.sub(r"^version: .*$", "version: 99.0.0", head.read_text(encoding="utf-8"), flags=re.MULTILINE)
    head.write_text(text, encoding="utf-8")
    assert marshrut.json("pack", "install", newer)["version"] == "99.0.0"
    assert "Уже" in marshrut.done("pack", "install", newer)
    said = marshrut.refused("pack", "install", newer, by="alisa")
    assert len(said.splitlines()) == 1


def test_broken_pack_is_refused_with_its_places(marshrut: Program, tmp_path: Path) -> None:
    broken = tmp_path / "payments"
    shutil.copytree(PACKS / "payments", broken)
    card_type = broken / "payment_request.yaml"
    card_type.write_text(card_type.read_text(encoding="utf-8").replace("to: finance", "to: finanse"), encoding="utf-8")
    result = marshrut.run("pack", "check", broken)
    assert result.exit_code == 1
    assert "payment_request.yaml:" in result.stdout
    assert "finance" in result.stdout
    problems = json.loads(marshrut.run("pack", "check", broken, "--json").stdout)
    assert problems[0]["suggestion"] == "finance"
    said = marshrut.refused("pack", "install", broken)
    assert "payment_request.yaml:" in said
    marshrut.refused("pack", "install", tmp_path / "nowhere", code=2)


def test_stopped_jobs(marshrut: Program, office: Office) -> None:
    office.request()
    effect = Effect.objects.earliest("id")
    Effect.objects.filter(pk=effect.pk).update(state="dead")
    assert json.loads(marshrut.done("jobs", "health"))["effects"]["dead"] == 1
    marshrut.done("jobs", "retry", effect.pk)
    assert Effect.objects.get(pk=effect.pk).state == "todo"
    marshrut.refused("jobs", "confirm", effect.pk)
    marshrut.refused("jobs", "revive", 10**9)


def test_values_are_erased(marshrut: Program, office: Office) -> None:
    card = office.request(purpose="Личное")
    subject = f"card:{card}"
    done = json.loads(marshrut.done("history", "erase", subject, "--reason", "Акт 7", "--field", "purpose", "--json"))
    assert done["erased"] == {"1": ["purpose"]}
    assert [finding.what for finding in verify(subject)] == ["erased"]  # and no broken chain
    marshrut.refused("history", "erase", subject, "--reason", "Акт 7", "--field", "purpose")
    marshrut.refused("history", "erase", subject, code=2)


@pytest.mark.parametrize("group", ["card", "task", "token", "pack", "person", "jobs", "history"])
def test_groups_are_part_of_the_program(group: str) -> None:
    result = CliRunner().invoke(console.main, [group, "--help"])
    assert result.exit_code == 0, result.output
    assert "Commands" in result.output


def test_every_command_says_what_it_is_for(marshrut: Program) -> None:
    for group in marshrut.groups.values():
        for command in getattr(group, "commands", {group.name: group}).values():
            assert command.help, f"{group.name} {command.name}"
            assert CliRunner().invoke(command, ["--help"]).exit_code == 0
