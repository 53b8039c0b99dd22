"""What is removed from the public version of a batch: found by a run, confirmed by a person."""
