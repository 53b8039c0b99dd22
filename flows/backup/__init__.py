"""A whole office in one file (``minyi backup``), and back again (``minyi restore``)."""
