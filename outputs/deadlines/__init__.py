"""What is due by when: the schedule, what contradicts itself in it, and calendars."""
