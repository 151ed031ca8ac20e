"""Skylit, wired together: `streamlit run app.py` finds `app` here and serves it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from lib.urls import Urls
from lib.web.lifespan import lifespan
from lib.web.middleware import middleware
from lib.web.routes import routes
from lib.web.script_errors import on_script_error

urls = Urls.of(st.get_option("server.baseUrlPath"))

# The main script stands inside pages/: beside it, a fresh server would answer deep links without it.
app = st.App(
    Path(__file__).resolve().parent / "pages" / "_shell.py",
    lifespan=lifespan,
    routes=routes(urls),
    middleware=middleware(urls),
    on_script_error=on_script_error,
)
