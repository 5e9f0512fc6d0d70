"""What the console says before it does anything."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from marshrut.config.console import main

COMMANDS = ("up", "web", "worker", "migrate", "demo", "check", "backup", "restore", "verify")


def run(home: Path, *arguments: str, language: str = "C") -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "LC_ALL"}}
    return subprocess.run(
        [sys.executable, "-P", "-m", "marshrut.config.console", *arguments],
        env={**environment, "MARSHRUT_HOME": str(home), "LANG": language, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_names_every_command_in_both_languages(tmp_path: Path) -> None:
    english, russian = run(tmp_path, "--help"), run(tmp_path, "--help", language="ru_RU.UTF-8")
    assert english.returncode == russian.returncode == 0, english.stderr + russian.stderr
    for name in COMMANDS:
        assert f"\n  {name} " in english.stdout
        assert f"\n  {name} " in russian.stdout
    assert "papers travel their route" in english.stdout
    assert "документы сами идут по маршруту" in russian.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_explains_itself(name: str) -> None:
    command = main.commands[name]
    assert command.help
    for parameter in command.params:
        if parameter.param_type_name == "option" and not getattr(parameter, "hidden", False):
            assert getattr(parameter, "help", ""), f"{name} {parameter.name}"


def test_wrong_command_is_an_error(tmp_path: Path) -> None:
    done = run(tmp_path, "fly")
    assert done.returncode == 2
    assert "No such command 'fly'" in done.stderr
