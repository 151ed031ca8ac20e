"""One revision a file, named after its number and what it adds."""
