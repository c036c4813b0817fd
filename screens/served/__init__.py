"""What a desk has besides when it is served: a line to the front, a row that tells of it, the class board."""
