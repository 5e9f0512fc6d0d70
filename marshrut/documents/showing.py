"""Markup made of a Word file, fit to stand in a page of ours: text, tables, links that are followed by hand, pictures
that came inside of the file. No scripts, styles, forms, classes, ids, nor anything that the page's own scripts act on.
"""

from __future__ import annotations

import nh3

_PLAIN = (
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "ul", "li", "dl", "dt", "dd", "blockquote", "pre", "code"),
    *("b", "strong", "i", "em", "u", "s", "sub", "sup", "table", "thead", "tbody", "tfoot", "tr"),
)
#: elements and the attributes they keep
_ALLOWED: dict[str, set[str]] = {
    **{tag: set() for tag in _PLAIN},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "a": {"href"},
    "img": {"src", "alt"},
}
_PICTURES = ("data:image/png;", "data:image/jpeg;", "data:image/gif;", "data:image/webp;")
#: rows and columns a cell may span
_SPAN = 100


def clean(html: str) -> str:
    """Safe to be put into a page as it is (checked by tests with the corpus of hostile files)."""
    return nh3.clean(
        html,
        tags=set(_ALLOWED),
        clean_content_tags={"script", "style", "title", "template", "noscript", "iframe", "object", "svg", "math"},
        attributes=_ALLOWED,
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto", "data"},
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    if tag == "img" and name == "src":
        return value if value.startswith(_PICTURES) else None
    if name == "href":
        return value if value.lower().startswith(("http://", "https://", "mailto:")) else None
    if name in {"colspan", "rowspan", "start"}:
        return value if value.isascii() and value.isdigit() and int(value) <= _SPAN else None
    return value
