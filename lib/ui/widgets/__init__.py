"""Controls that return a value.

caption_field   the field for the words
brand_colour    one colour of your own: typed, picked or read from a logo
choices         ideas, template, colours, provider
"""
