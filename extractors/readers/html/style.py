"""What an element is to the eye: a block or part of a line, hidden or shown, centred or not (HTML, 15.3)."""

from __future__ import annotations

import re

from lxml import etree


def elements(names: str) -> frozenset[str]:
    """The names that spaces part."""
    return frozenset(names.split())


BLOCKS = elements(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary "
    "table tbody td tfoot th thead tr ul"
)
HEADINGS = elements("h1 h2 h3 h4 h5 h6")
_NO_TEXT = elements(
    "script style noscript template head title meta link base object embed applet svg math canvas audio video map "
    "iframe frame noframes input select datalist option button rp rt xml colgroup col area track source progress meter"
)
"""Elements without text of the page, or with text for other programs; ``xml`` is Word's own data."""
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all)", re.I)
_NOT_DISPLAYED = re.compile(r"(?:^|;)\s*display\s*:\s*none", re.I)
_ALIGN = re.compile(r"(?:^|;)\s*text-align\s*:\s*(-?[a-z-]+)", re.I)
_CENTRED_CLASS = re.compile(r"(?:^|\s)(?:text-?center|align-?center|ql-align-center|center(?:ed)?)(?:\s|$)", re.I)
_PRE = re.compile(r"(?:^|;)\s*white-space\s*:\s*(?:pre|break-spaces)", re.I)
_NO_MARKER = re.compile(r"(?:^|;)\s*list-style(?:-type)?\s*:\s*(?:[^;]*\s)?none", re.I)


def tag_of(element: etree._Element) -> str:
    """The element's name in small letters without a namespace; empty for what is no element."""
    return element.tag.lower().rpartition("}")[2] if isinstance(element.tag, str) else ""


def has_no_text(element: etree._Element) -> bool:
    """Whether nothing inside is text of the page."""
    return tag_of(element) in _NO_TEXT


def is_hidden(element: etree._Element) -> bool:
    """Whether the element itself says so. Style sheets are not asked: scripts change what they say."""
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and _HIDDEN.search(style) is not None


def is_not_displayed(element: etree._Element) -> bool:
    """Whether the element itself takes no room, as the rows that a filter hides; Word's hidden text is another thing.

    Excel writes such rows into the pages that it saves.
    """
    style = element.get("style") or ""
    return (element.get("hidden") is not None or _NOT_DISPLAYED.search(style) is not None) and "mso-hide" not in style


def is_block(element: etree._Element) -> bool:
    """Whether the element begins on a line of its own."""
    return tag_of(element) in BLOCKS


def alignment(element: etree._Element) -> str | None:
    """``center``, ``left`` … as the element says; None where it takes over what is around it.

    A table begins anew, as browsers do for pages of the old kind: the whole page may be centred, not its text.
    """
    found = _ALIGN.search(element.get("style") or "")
    if found:
        return found[1].lower().removeprefix("-webkit-").removeprefix("-moz-")
    if _CENTRED_CLASS.search(element.get("class") or ""):
        return "center"
    tag = tag_of(element)
    if tag == "table":
        return "left"  # its align attribute places the table, not its text
    if tag in {"center", "caption", "th"}:
        return "center"
    align = (element.get("align") or "").strip().lower()
    return align or None


def keeps_breaks(element: etree._Element) -> bool:
    """Whether line breaks in the source are shown."""
    return tag_of(element) in {"pre", "textarea", "listing", "xmp"} or bool(_PRE.search(element.get("style") or ""))


def has_no_marker(element: etree._Element) -> bool:
    """Whether a list or an item says that it has no number before it."""
    return _NO_MARKER.search(element.get("style") or "") is not None
