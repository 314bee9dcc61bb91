"""What the other rooms share: traced text, the values that flow between stages, settings, errors."""
