"""What can be done with an application: one module for each family of verbs."""
