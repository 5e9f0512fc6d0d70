"""Every class that a page, a script or Python names stands in our CSS; tones have colours, icons are fetched."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest

from marshrut.doors.web.present.notices import LOOKS
from marshrut.doors.web.screens.card import StageState
from marshrut.doors.web.screens.parts import DueTone, Tone
from marshrut.doors.web.screens.tasks import Look, TaskState
from marshrut.doors.web.templatetags.kit import icon
from marshrut.history import kinds

WEB = Path(__file__).parents[2] / "marshrut" / "doors" / "web"
CSS = "\n".join(path.read_text(encoding="utf-8") for path in sorted((WEB / "static/css").glob("*.css")))
STYLED = set(re.findall(r"\.(-?[a-zA-Z_][\w-]*)", re.sub(r"/\*.*?\*/|url\([^)]*\)", "", CSS, flags=re.DOTALL)))
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
CLASS = re.compile(r"""\bclass=(?:"([^"]*)"|'([^']*)')""")
TAG = re.compile(r"{%.*?%}")
ICON = re.compile(r"""{%\s*icon\s+["']([\w-]+)["']""")


def words(value: str) -> set[str]:
    assert "{{" not in value, f"class names are written out, not computed: {value}"
    return set(TAG.sub(" ", value).split()) - {"{}"}


def in_templates() -> Iterator[tuple[str, str]]:
    for path in TEMPLATES:
        for found in CLASS.finditer(path.read_text(encoding="utf-8")):
            for word in words(found[1] or found[2] or ""):
                yield word, path.name


def in_scripts() -> Iterator[tuple[str, str]]:
    named = re.compile(r"""(?:className\s*[=:]|classList\.\w+\(|Class:)\s*"([^"]+)\"""")
    for path in sorted((WEB / "static/js").glob("*.js")):
        for found in named.findall(path.read_text(encoding="utf-8")):
            for word in found.split():
                yield word, path.name


def in_python() -> Iterator[tuple[str, str]]:
    """Classes inside HTML strings, and the dictionaries that choose among them."""
    for path in sorted(WEB.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                for found in CLASS.finditer(node.value):
                    for word in words(found[1] or found[2] or ""):
                        yield word, path.name
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "").endswith("_CLASSES"):
                for part in ast.walk(node.value):
                    if isinstance(part, ast.Constant) and len(str(part.value)) > len("small"):
                        for word in str(part.value).split():
                            yield word, path.name


@pytest.mark.parametrize("source", [in_templates, in_scripts, in_python], ids=lambda source: source.__name__)
def test_every_class_is_styled(source: object) -> None:
    assert callable(source)
    used = list(source())
    assert used
    assert sorted({f"{word} ({where})" for word, where in used if word not in STYLED}) == []


@pytest.mark.parametrize(
    ("kind", "attribute"),
    [(DueTone, "data-due"), (TaskState, "data-state"), (StageState, "data-state")],
)
def test_every_state_has_its_look(kind: type[StrEnum], attribute: str) -> None:
    # what has no rule of its own is drawn as the plain widget
    plain = {TaskState.MINE, StageState.TODO}
    assert [state for state in kind if state not in plain and f'[{attribute}="{state.value}"]' not in CSS] == []


def test_every_tone_and_button_has_its_colour() -> None:
    assert [tone for tone in Tone if tone is not Tone.NEUTRAL and f'[data-tone="{tone.value}"]' not in CSS] == []
    assert [look for look in Look if f'[data-look="{look.value}"]' not in CSS] == []


def test_every_icon_is_on_the_list() -> None:
    listed = set((WEB / "icons.txt").read_text(encoding="utf-8").split())
    used = {name for path in TEMPLATES for name in ICON.findall(path.read_text(encoding="utf-8"))}
    for path in sorted((WEB / "static/js").glob("*.js")):
        used |= set(re.findall(r'app\.icon\("([\w-]+)"\)', path.read_text(encoding="utf-8")))
    for path in sorted(WEB.rglob("*.py")):
        used |= set(re.findall(r'icon="([\w-]+)"', path.read_text(encoding="utf-8")))
    used |= {drawn[1] for kind in kinds.registry.values() if (drawn := re.search("#([a-z-]+)", icon(kind.icon)))}
    used |= {look.icon for look in LOOKS.values()}
    assert used - listed == set()
    assert sorted(listed) == (WEB / "icons.txt").read_text(encoding="utf-8").split()


def test_nothing_is_inline() -> None:
    """The content policy allows no inline script, no event attribute, no <style>; only style="--x:…"."""
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\son\w+=|javascript:|hx-on|hx-vals=.js:", text), path.name
        for style in re.findall(r'\bstyle="([^"]*)"', text):
            assert re.fullmatch(r"--[chw]:[^;]*(;--[chw]:[^;]*)*", TAG.sub("", style)), (path.name, style)


def test_live_triggers_have_no_spaces_in_selectors() -> None:
    """htmx 4 ignores them silently."""
    for path in TEMPLATES:
        for trigger in re.findall(r'hx-trigger="([^"]*)"', path.read_text(encoding="utf-8")):
            assert not re.search(r"from:(?!body)", trigger), (path.name, trigger)
