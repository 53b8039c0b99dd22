"""Head, foot and imprint of an official document (GB/T 9704-2012, 7)."""
