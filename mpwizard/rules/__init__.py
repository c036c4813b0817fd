"""What the platform demands: the rule table, the shapes of its numbers, what is odd about a name."""
