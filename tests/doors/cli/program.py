"""The console program, run in this process."""

from __future__ import annotations

import json
from typing import Any

from click.testing import CliRunner, Result

from marshrut.doors import cli


class Program:
    """`run("card", "list", by="boris")` is `marshrut card list --as boris@example.ru`."""

    def __init__(self) -> None:
        self.groups = {group.name: group for group in cli.groups}

    def run(self, group: str, *arguments: object, by: str = "", typed: str = "") -> Result:
        who = ["--as", f"{by}@example.ru"] if by else []
        # an error of ours shall be seen as one
        return CliRunner().invoke(self.groups[group], [*map(str, arguments), *who], input=typed, catch_exceptions=False)

    def done(self, group: str, *arguments: object, by: str = "", typed: str = "") -> str:
        result = self.run(group, *arguments, by=by, typed=typed)
        assert result.exit_code == 0, result.output
        return result.stdout

    def json(self, group: str, *arguments: object, by: str = "") -> Any:
        return json.loads(self.done(group, *arguments, "--json", by=by))

    def refused(self, group: str, *arguments: object, by: str = "", code: int = 1) -> str:
        """What was said on the error stream."""
        result = self.run(group, *arguments, by=by)
        assert (result.exit_code, result.stdout) == (code, ""), result.output
        assert "Traceback" not in result.stderr
        return result.stderr
