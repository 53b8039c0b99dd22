"""Papers that are text: the notice that sends out the tasks, and the public statement."""
