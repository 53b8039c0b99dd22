"""What the office knows: records, domains, departments, messages, the training comments and the store."""
