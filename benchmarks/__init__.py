"""Benchmarks: each compares things within one run, for an absolute time on a shared machine proves nothing."""
