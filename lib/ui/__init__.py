"""Shared pieces of screen: each is a function that draws something and may return a value.

widgets/        controls that return a value
panels/         parts of a page that show one generation or one caption
styles/         the style sheet, in the order in which its parts overrule each other
scripts/        the script of every page: films, buttons, the live region, the focus, the connection
addresses       where pictures and videos are found
apology         the sentence for a failure that nobody foresaw
attempt         run what a button asks for, or say why it cannot be done
draft           what is being written, its cookie, and the key that makes it one generation only
escape          text from people, shown as typed: in markup and in labels
illustrations   figures of light, for states that have no video
palettes        the colours that can be chosen, as CSS
phrases         when, how long and for how much, in words
style           puts the style sheet and the script into the page
viewer          who looks at this page
"""
