"""The parts that screens are made of. None of them knows a case or a rule."""
