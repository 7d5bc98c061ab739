"""Measurements as ratios within one run: python -m bench.run NAME [--size N] prints one JSON line."""
