"""Plain text: its encoding, its lines, and the tables that converters write with TABs."""
