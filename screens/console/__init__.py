"""The console of one registered case: its sections, their actions, the world around them. Text and keys; no rule."""
