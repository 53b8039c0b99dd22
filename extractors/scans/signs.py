"""What tells a page that was scanned, or whose text was turned into outlines, from one with text."""

from __future__ import annotations

SCAN_SHARE = 0.6
"""A page that images cover to this part is a scan, if it has no more text than a scanner's own mark."""
SCAN_MARK = 20
"""Characters: a scanner's own mark has fewer."""
DRAWN_TEXT = 60
"""As many drawn shapes on a page without text are text that was turned into outlines."""
