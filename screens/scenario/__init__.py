"""A scenario as an exercise on the desk: the line that says what is next, and the drawer that helps."""
