"""The reading page of ``minyi show``: a document's text, all findings marked where they stand, and their records."""

from outputs.reading.page import GENERATOR, Reading, reading_page

__all__ = ["GENERATOR", "Reading", "reading_page"]
