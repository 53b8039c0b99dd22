"""Names of public bodies in a text, and what it says of their former names."""
