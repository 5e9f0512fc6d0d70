"""What the console says before it does anything."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from marshrut.config.console import main

COMMANDS = ("up", "web", "worker", "migrate", "demo", "check", "backup", "restore", "verify")


def test_help_names_every_command() -> None:
    done = CliRunner().invoke(main, ["--help"])
    assert done.exit_code == 0
    for name in COMMANDS:
        assert f"\n  {name} " in done.output


@pytest.mark.parametrize(
    ("language", "sentence"), [("C", "Port of the web pages"), ("ru_RU.UTF-8", "Порт веб-страниц"), ("", "Port of")]
)
def test_language_is_that_of_the_terminal(language: str, sentence: str, tmp_path: Path) -> None:
    environment = {**os.environ, "MARSHRUT_HOME": str(tmp_path / "home"), "LC_ALL": "", "LANG": language}
    done = subprocess.run(
        [sys.executable, "-P", "-m", "marshrut.config.console", "up", "--help"],
        env={**environment, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert sentence in done.stdout
    assert not (tmp_path / "home").exists(), "asking for help makes nothing"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_explains_itself(name: str) -> None:
    command = main.commands[name]
    assert command.help
    for parameter in command.params:
        if parameter.param_type_name == "option" and not getattr(parameter, "hidden", False):
            assert getattr(parameter, "help", ""), f"{name} {parameter.name}"


def test_wrong_command_is_an_error() -> None:
    done = CliRunner().invoke(main, ["fly"])
    assert done.exit_code == 2
    assert "No such command 'fly'" in done.output


def test_asking_about_an_installation_does_not_make_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("MARSHRUT_HOME", str(tmp_path / "home"))
    done = CliRunner().invoke(main, ["check"])
    assert done.exit_code == 1
    assert not (tmp_path / "home").exists()


def test_check_looks_at_everything_although_the_database_is_gone(tmp_path: Path) -> None:
    """In a process of its own: nothing has loaded the rooms before."""
    address = "postgresql://nobody@127.0.0.1:1/none"
    environment = {**os.environ, "MARSHRUT_HOME": str(tmp_path), "DATABASE_URL": address, "LC_ALL": "C"}
    command = [sys.executable, "-m", "marshrut.config.console", "check"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Routes and people" in done.stdout
    assert "Traceback" not in done.stderr
