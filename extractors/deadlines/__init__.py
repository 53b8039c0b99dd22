"""Who has to do what by when: times, how they are counted, and what is asked around them."""
