"""Settings, twelve-factor: base, and one module each for local work, tests and production."""
