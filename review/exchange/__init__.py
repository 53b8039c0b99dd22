"""A batch as a file that people edit elsewhere (WPS, Excel, Label Studio, doccano), and what comes back of it."""
