"""Shared pieces of screen, each a function that draws something and returns a value.

owner           whose page this is
as_typed        text from people, shown as typed: in markup and in labels
addresses       where pictures and videos are found
phrases         when, how long, what it cost: in words
caption_field   the field for the words
draft           what is being written, and the key that makes it one generation only
palettes        the colours that can be chosen, as CSS
choices         ideas, template, colours, provider
verdict         how the words will read
phone           the inside of the frame: preview, player, or what went wrong
attempt         what a button asks for: done, or a sentence why not
question        did a paid request arrive? its owner decides
stage           one generation in that frame, and what can be done with it
recent          the last few videos, small
card            one video of the history
dots            figures of light, for states that have no video
style           the one style sheet, and the one script
apology         a failure that nobody foresaw
"""
