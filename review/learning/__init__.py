"""What the decisions teach: lessons for the next model, its record, new proposals, and decisions unlike others."""
