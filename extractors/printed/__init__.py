"""From ink to text: what is printed on pages, whatever file holds them (PDF, OFD, a scan), as paragraphs and tables.

A reader gives a ``PageInk`` for each page (characters and rulings with their places); all else happens here, once.
"""
