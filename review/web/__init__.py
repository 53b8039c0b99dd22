"""The page in which people review: routes, templates, and what goes with every answer."""
