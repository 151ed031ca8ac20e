"""Controls that return a value.

caption_field   the field for the words
choices         ideas, template, colours, provider
"""
