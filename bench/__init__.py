"""Measurements: speed as ratios, and quality on saved pages beside other extractors."""
