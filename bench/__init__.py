"""Measured figures: every benchmark compares with a rival and a floor within one run, and asserts nothing about time."""
