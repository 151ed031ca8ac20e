"""The engine's HTTP: auth and parsing of requests, responses, signed_urls, logs, previews.

The routes are in app.
"""
