"""The registration on the screen: one screen a step, on a common `StepScreen`. No rule and no order lives here."""
