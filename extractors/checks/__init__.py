"""核对: what a document claims against what was counted in it."""
