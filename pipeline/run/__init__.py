"""A run: reads the input, cuts the work into batches, and joins their parts into the output."""
