"""Shared pieces of screen, each a function that draws something and returns a value.

owner           whose page this is
as_typed        text from people, shown as typed: in markup and in labels
addresses       where pictures and videos are found
phrases         when, how long, what it cost: in words
caption_field   the field for the words
draft           what is being written, and the key that makes it one generation only
choices         template, colours, provider
verdict         how the words will read
phone           the frame where the video appears: preview, progress, player, and what went wrong
card            one video of the history
style           the one style sheet, and the one script
apology         a failure that nobody foresaw
"""
