"""What the server tells a Prometheus: its requests, and how the office's work stands."""
