"""What the worker adds to the engine that it runs."""
