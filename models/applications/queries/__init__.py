"""What can be seen of applications: who asks is part of every statement."""
