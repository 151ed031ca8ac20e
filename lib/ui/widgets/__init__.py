"""Controls that return a value.

caption_field   the field for the words
brand_colour    one colour of your own: typed, picked or read from a logo
acts            buttons in our own markup
selection       the selection of films, and what is done with it
choices         ideas, template, colours, provider
"""
