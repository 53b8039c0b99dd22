"""Tables with rows and columns: workbooks of every kind, and comma-separated files."""
