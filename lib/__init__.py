"""Skylit, in reading order. A caption comes in at the top and leaves as a video at the bottom.

web/            the Starlette side: lifespan, clip routes, visitor cookie, server tuning
ui/             shared pieces of screen; Streamlit is imported here and in pages alone
bootstrap/      open_studio(settings): the one place that chooses parts
backup/         make backup and make restore: database, videos and secret as one folder
tracker/        keeps generations moving, one step a pass
notify/         tells a webhook what has happened, from an outbox
studio/         the use cases: create, history, cancel, retry … what pages call
video_api/      the HTTP of both providers: submit, check, download
ledger/         generations in SQL, asked and changed
database/       SQLite or PostgreSQL: opening, tables, migrations, who tracks
archive         videos and posters, in a folder or a bucket
media/          what a file really holds; its poster
batch/          many captions as one job, from a table; `python -m lib.batch`
generation/     one request's life: status, reason, and one table of moves
share           a public link to films
charge          what a paid request costs
approval        what waits for a yes or no
approver        who may say yes or no to paid videos
search          what somebody looks for in a history
request         what shall be made: caption, template, format, palette, seed
provider        who renders, and what it can do
caption         words that have been checked
template        the catalogue of video designs
format          a film's size
palette         the colours that can be asked for
account         somebody who signed in, and their role
audit           what was done about people; entries are never changed
person          who owns, who looks, and who may do what
rendition       one file of a generation, and its key in the archive
text/           every sentence about a problem, by code and language
problem         what went wrong, as a code with facts
errors          every error on one screen
sign_in         Streamlit's [auth], and the cookie that follows from it
visitor         people who do not sign in, and their cookie
signing         HMAC signatures for links and cookies
log_lines       what a line of the log says beside its words: request, generation; text or JSON
log_redaction   log lines without secrets
redact          takes secrets out of text from outside
folding         words as the search compares them
request_deadline  ends a request that never ends by itself
urls            every address that Skylit shows or answers, under a sub-path too
clock           now, in UTC
content_disposition  tells a browser to save a file, and under which name
file_names      names for downloads: they read like the caption and hurt no disk and no shell
files           written whole, safe on the disk, and for Skylit's own account alone
settings        the environment, read once

engine/         the built-in renderer behind the same HTTP; stands apart, started as a program
"""
