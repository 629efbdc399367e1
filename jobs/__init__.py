"""What happens after the answer: thin functions that take an id, reload, look at the state, and may run twice."""
