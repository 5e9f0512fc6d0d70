"""The few third-party files that pages use, copied to `marshrut/doors/web/static/vendor`."""

from __future__ import annotations

import difflib
import hashlib
import re
import shutil
from pathlib import Path

from marshrut.config.installation import ROOT

from . import npm

WEB = ROOT / "marshrut" / "doors" / "web"
VENDOR = WEB / "static" / "vendor"
COPIES = {
    "sortablejs/Sortable.min.js": "Sortable.min.js",
    "@fontsource-variable/inter/files/inter-cyrillic-wght-normal.woff2": "inter-cyrillic.woff2",
    "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2": "inter-latin.woff2",
    "@fontsource-variable/inter/LICENSE": "inter.LICENSE.txt",
    "@tabler/icons/LICENSE": "icons.LICENSE.txt",
}
_INSIDE = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
_FRAME = re.compile(r'<path stroke="none" d="M0 0h24v24H0z" fill="none" ?/>')


class UnknownIcon(ValueError):
    """`icons.txt` names an icon that Tabler does not have."""


def refresh() -> None:
    """Copy again when the lock, the list of icons or this module changed. A wheel carries the files already."""
    if not (ROOT / "package.json").exists():
        return
    stamp, now = VENDOR / ".stamp", _state()
    if stamp.exists() and stamp.read_text() == now:
        return
    modules = npm.fetch()
    VENDOR.mkdir(parents=True, exist_ok=True)
    for source, name in COPIES.items():
        shutil.copyfile(modules / source, VENDOR / name)
    (VENDOR / "icons.svg").write_text(sprite(modules / "@tabler" / "icons" / "icons", icon_names()), encoding="utf-8")
    stamp.write_text(now)


def icon_names() -> list[str]:
    """The names in `icons.txt`, one a line; `star-filled` is the filled form of `star`."""
    path = WEB / "icons.txt"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return sorted({name for line in lines if (name := line.partition("#")[0].strip())})


def sprite(icons: Path, names: list[str]) -> str:
    """One SVG with a `<symbol>` for each name, used as `<use href="icons.svg#name">`."""
    unknown = [name for name in names if not _file(icons, name).exists()]
    if unknown:
        known = [path.stem for path in (icons / "outline").glob("*.svg")]
        hints = [f"{name} (near: {', '.join(difflib.get_close_matches(name, known)) or '-'})" for name in unknown]
        raise UnknownIcon(f"marshrut/doors/web/icons.txt: no such icon: {'; '.join(hints)}")
    symbols = "\n".join(_symbol(_file(icons, name), name) for name in names)
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


def _file(icons: Path, name: str) -> Path:
    return (
        icons / "filled" / f"{name.removesuffix('-filled')}.svg"
        if name.endswith("-filled")
        else (icons / "outline" / f"{name}.svg")
    )


def _symbol(path: Path, name: str) -> str:
    found = _INSIDE.search(path.read_text(encoding="utf-8"))
    assert found, path
    body = re.sub(r"\s*\n\s*", "", _FRAME.sub("", found[1])).strip()
    # an outline takes its stroke from the style of the page, a filled form must not
    paint = ' fill="currentColor" stroke="none"' if path.parent.name == "filled" else ""
    return f'<symbol id="{name}" viewBox="0 0 24 24"{paint}>{body}</symbol>'


def _state() -> str:
    sources = [ROOT / "package-lock.json", WEB / "icons.txt", Path(__file__)]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in sources if path.exists())).hexdigest()
