"""The public version of the papers: without what citizens told of themselves, each removal confirmed by a person."""
