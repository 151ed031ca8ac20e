"""A back street in the rain, full of signs; `lane` puts it together."""
