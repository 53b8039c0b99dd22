"""Personal data of citizens in what they wrote: where it stands, and what a public paper shows instead."""
