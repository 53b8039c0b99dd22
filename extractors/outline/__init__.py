"""The numbered headings of a text."""
