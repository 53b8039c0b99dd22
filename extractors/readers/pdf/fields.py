"""What a PDF shows beside its pages' own content (values of form fields, text boxes laid over a page), and what it
carries along (attached files, reviewers' comments). Nothing of it is executed or opened.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from corpus.records import Box, Problem
from extractors.printed.glyphs import character, is_wide
from extractors.printed.ink import Char

_FIRST_NAMES = 5
_MOST = 5000
"""Annotations of a page that are looked at."""
_AUTOMATIC = 12.0
"""Points at most of a field's text whose size the viewer chooses."""
_MARGIN = 2.0
_LEADING = 1.2
_LONGEST = 20_000
"""Characters of one field."""
_WITH_VALUE = frozenset({raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX})
_TO_TICK = frozenset({raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON})
_TICK = "☑"
_COMMENTS = frozenset({raw.FPDF_ANNOT_TEXT, raw.FPDF_ANNOT_HIGHLIGHT, raw.FPDF_ANNOT_STRIKEOUT, raw.FPDF_ANNOT_CARET})

_ACTION = re.compile(rb"/S\s*/(?:JavaScript|Launch|SubmitForm|ImportData)\b")
"""Actions that run a script or a program, send what is filled in, or read a file (ISO 32000-1, 12.6.4 and 12.7.5)."""

Filled = tuple[str, Box, float]
"""A text, the box that shows it (left, bottom, right, top in PDF's coordinates), and its size in points."""


class Beside(NamedTuple):
    """What stands on a page beside its content: texts of fields and text boxes, how many comments of reviewers, and
    whether a place on it starts a program."""

    filled: list[Filled]
    comments: int
    launches: bool


def open_forms(pdf: pdfium.PdfDocument) -> None:
    """Makes the form fields of a document known; to be called before its pages are opened. Runs no script."""
    if pdf.get_formtype() in (raw.FORMTYPE_ACRO_FORM, raw.FORMTYPE_XFA_FOREGROUND):
        pdf.init_forms()


def carried_along(pdf: pdfium.PdfDocument) -> Iterator[Problem]:
    """Notes on attached files; a form that is no page at all (XFA) is a problem."""
    if pdf.get_formtype() == raw.FORMTYPE_XFA_FULL:
        yield Problem("", "read-xfa")
    names = []
    count = pdf.count_attachments()
    for index in range(min(count, _FIRST_NAMES)):
        try:
            names.append(pdf.get_attachment(index).get_name())
        except pdfium.PdfiumError:
            names.append("?")
    if count:
        shown = "、".join(names) + ("…" if count > _FIRST_NAMES else "")
        yield Problem("", "note-attachments", (("count", str(count)), ("names", shown)))


def has_scripts(data: bytes, pdf: pdfium.PdfDocument) -> bool:
    """Whether the file has scripts, or actions that do something beyond it. Some may be hidden in packed objects:
    PDFium tells only of the document's scripts, and a page of its links."""
    return raw.FPDFDoc_GetJavaScriptActionCount(pdf.raw) > 0 or _ACTION.search(data) is not None


def laid_over(page: pdfium.PdfPage) -> Beside:
    """The texts of form fields and text boxes on the page, and what else there is."""
    filled: list[Filled] = []
    comments = 0
    launches = False
    form = page.formenv.raw if page.formenv else None
    for index in range(min(raw.FPDFPage_GetAnnotCount(page.raw), _MOST)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, index)
        if not annotation:
            continue
        try:
            kind = raw.FPDFAnnot_GetSubtype(annotation)
            if raw.FPDFAnnot_GetFlags(annotation) & (raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW):
                continue
            if kind == raw.FPDF_ANNOT_WIDGET and form:
                filled += _field(form, annotation)
            elif kind == raw.FPDF_ANNOT_FREETEXT:
                filled += _placed(annotation, _contents(annotation), 0.0)
            elif kind == raw.FPDF_ANNOT_LINK:
                launches = launches or _launches(annotation)
            else:
                comments += kind in _COMMENTS and bool(_contents(annotation))
        finally:
            raw.FPDFPage_CloseAnnot(annotation)
    return Beside(filled, comments, launches)


def _launches(annotation: Any) -> bool:
    action = raw.FPDFLink_GetAction(raw.FPDFAnnot_GetLink(annotation))
    return bool(raw.FPDFAction_GetType(action) == raw.PDFACTION_LAUNCH)


def _field(form: Any, annotation: Any) -> Iterator[Filled]:
    kind = raw.FPDFAnnot_GetFormFieldType(form, annotation)
    if kind in _TO_TICK and raw.FPDFAnnot_IsChecked(form, annotation):
        yield from _placed(annotation, _TICK, 0.0)
    if kind in _WITH_VALUE:
        size = ctypes.c_float()
        raw.FPDFAnnot_GetFontSize(form, annotation, size)
        words = _string(lambda to, length: raw.FPDFAnnot_GetFormFieldValue(form, annotation, to, length))
        yield from _placed(annotation, words, size.value)


def _contents(annotation: Any) -> str:
    return _string(lambda to, length: raw.FPDFAnnot_GetStringValue(annotation, b"Contents", to, length)).strip()


def _string(ask: Any) -> str:
    """A text from PDFium: asked for its length in bytes first (with its end), then for itself in UTF-16."""
    length = min(ask(None, 0), 2 * _LONGEST)
    if length <= 2:
        return ""
    units = (ctypes.c_ushort * (length // 2))()
    ask(units, length)
    return bytes(units)[: length - 2].decode("utf-16-le", "replace")


def _placed(annotation: Any, words: str, size: float) -> Iterator[Filled]:
    box = raw.FS_RECTF()
    if words.strip() and raw.FPDFAnnot_GetRect(annotation, box):
        left, right = sorted((box.left, box.right))
        bottom, top = sorted((box.bottom, box.top))
        chosen = size if size > 0 else min(_AUTOMATIC, max(4.0, 0.7 * (top - bottom)))
        yield words, (left, bottom, right, top), chosen


def written(words: str, box: Box, size: float) -> Iterator[Char]:
    """The characters of a text in the middle of a box (x0, top, x1, bottom) of an upright page."""
    lines = list(_wrapped(words, max(size, box[2] - box[0] - 2 * _MARGIN), size))
    high = size * (1 + _LEADING * (len(lines) - 1))
    baseline = max(box[1], (box[1] + box[3] - high) / 2) + 0.88 * size
    for line in lines:
        x = box[0] + _MARGIN
        for char in line:
            wide = size if is_wide(char) else size / 2
            yield Char(character(ord(char)), x, x + wide, baseline, size)
            x += wide
        baseline += _LEADING * size


def _wrapped(words: str, width: float, size: float) -> Iterator[str]:
    for paragraph in words.splitlines():
        line, used = "", 0.0
        for char in paragraph:
            wide = size if is_wide(char) else size / 2
            if line and used + wide > width:
                yield line
                line, used = "", 0.0
            line, used = line + char, used + wide
        yield line
