"""The console of one case after its registration: its sections, what can be done in each, and by whom. No screen."""
