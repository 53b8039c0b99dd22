"""Tables with their meaning, and the typed rows that they hold."""
