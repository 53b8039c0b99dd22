"""Prefect flows and the command line: where and how often the core's plain functions run."""
