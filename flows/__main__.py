"""``python -m flows`` is the command line ``minyi``."""

from flows.cli import main

main()
