"""Readers (bytes → ``Document``), extractors (``Document`` → facts), and what arrives to be read."""
