"""The world beside the form, on practice cases: one drawer over the screen."""
