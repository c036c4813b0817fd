"""The registration as data: the steps, their answers, their order. No screen, no storage."""
