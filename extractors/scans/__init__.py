"""From pictures of pages to ink: scans and photographs are set upright, cleaned, ruled and recognised.

What comes out is the same ``PageInk`` that a text layer gives, so that lines, tables and paragraphs are found by
``extractors.printed`` for all. Nothing is corrected here: what was recognised stands, with how sure it is.
"""
