"""What is special about single sections on the screen: one file each, named after the section."""
