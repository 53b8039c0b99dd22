"""The JSON interface beside the page, with the same permissions; its description is ``/api/openapi.json``."""
