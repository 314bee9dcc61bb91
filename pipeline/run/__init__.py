"""A run: what is read, how the work is cut into batches, and how the parts are joined into the output."""
