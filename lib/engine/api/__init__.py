"""The engine's HTTP: wire (what comes), replies (what goes), gate (who may), and the routes in app.

Beside them: links (signed, of finished videos), logs (what was asked for), previews (stills).
"""
