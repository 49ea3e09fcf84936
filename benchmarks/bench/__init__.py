"""Measures what the gateway costs beside nginx: one machine, one run, interleaved rounds."""
