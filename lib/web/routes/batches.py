"""/batches: a table on its way in; how far a batch is; its films as a ZIP, its results as CSV.

A table comes as it is, in the body of a POST, and is kept in the ledger: Streamlit would hold it in the
memory of a session. Whoever has no visitor's cookie proves who asks by `as` and `token`, which a page of
theirs was given.
"""

from __future__ import annotations

from typing import Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from lib.batch import MOST_BYTES
from lib.bootstrap import current_studio
from lib.content_disposition import content_disposition
from lib.errors import BatchNotFound, InvalidInput, SkylitError
from lib.file_names import attachment_name
from lib.generation import Generation
from lib.person import Viewer
from lib.studio import Studio
from lib.studio.take_away import Link
from lib.urls import Urls
from lib.web import html
from lib.web.pools import FILMS, PAGES, PROGRESS, TABLES, Busy
from lib.web.viewing import viewer_of

_NO_STORE: Final = {"cache-control": "no-store"}


async def add_table(request: Request) -> Response:
    """Answer with the id under which a page finds the table, or with what is wrong with it."""
    studio = current_studio()
    viewer = _viewer(request, studio)
    if viewer.person is None:
        return _refused(403, "Open Skylit first.")
    data = await _body(request)
    if data is None:
        return _refused(413, f"This file is larger than {MOST_BYTES // 1_000_000} MB.")
    name = request.query_params.get("name", "")
    try:
        kept = await TABLES.run(_kept, studio, viewer, name, data, _has_header(request))
    except InvalidInput as error:
        return _refused(400, str(error))
    except (SkylitError, Busy) as error:
        return _refused(503, str(error) or "Too much at once. Try again.")
    return JSONResponse({"table": kept}, headers=_NO_STORE)


async def progress(request: Request) -> Response:
    studio = current_studio()
    viewer, batch_id = _viewer(request, studio), request.path_params["batch_id"]
    try:
        found = await PROGRESS.run(studio.batch_progress, viewer, batch_id)
    except BatchNotFound:
        return PlainTextResponse("There is nothing here.", 404, _NO_STORE)
    except (SkylitError, Busy):
        return PlainTextResponse("Not now.", 503, {"retry-after": "2", **_NO_STORE})
    return JSONResponse(found.as_json(), headers=_NO_STORE)


async def films(request: Request) -> Response:
    studio = current_studio()
    viewer, batch_id = _viewer(request, studio), request.path_params["batch_id"]
    try:
        batch = await PAGES.run(studio.batch, viewer, batch_id)
        chunks = studio.batch_zip(viewer, batch_id, _link(request, studio))
    except BatchNotFound as error:
        return html.page("ended", status=404, heading="Nothing to pack", sentence=str(error))
    headers = {"content-disposition": _attached(batch.name, "zip"), **_NO_STORE}
    return StreamingResponse(FILMS.stream(chunks), headers=headers, media_type="application/zip")


async def results(request: Request) -> Response:
    studio = current_studio()
    viewer, batch_id = _viewer(request, studio), request.path_params["batch_id"]
    try:
        batch = await PAGES.run(studio.batch, viewer, batch_id)
        table = await PAGES.run(studio.results, viewer, batch_id, _link(request, studio))
    except BatchNotFound as error:
        return html.page("ended", status=404, heading="Nothing here", sentence=str(error))
    headers = {"content-disposition": _attached(batch.name, "csv"), **_NO_STORE}
    return Response(table, headers=headers, media_type="text/csv; charset=utf-8")


ROUTES: Final = [
    Route("/batches/tables", add_table, methods=["POST"]),
    Route("/batches/{batch_id}/progress", progress, methods=["GET"]),
    Route("/batches/{batch_id}/films.zip", films, methods=["GET"]),
    Route("/batches/{batch_id}/results.csv", results, methods=["GET"]),
]


def _viewer(request: Request, studio: Studio) -> Viewer:
    asked = request.query_params
    return studio.proven(viewer_of(request, studio), asked.get("as", ""), asked.get("token", ""))


def _kept(studio: Studio, viewer: Viewer, name: str, data: bytes, has_header: bool) -> str:  # noqa: FBT001  # run on a thread, by place
    table = studio.read_table(data, has_header=has_header)
    return studio.keep_table(viewer, name, table).id


def _has_header(request: Request) -> bool:
    return request.query_params.get("header") != "no"


async def _body(request: Request) -> bytes | None:
    """Read no more than a table may have; None for more."""
    data = bytearray()
    try:
        async for chunk in request.stream():
            data += chunk
            if len(data) > MOST_BYTES:
                return None
    except ClientDisconnect:
        return None
    return bytes(data)


def _refused(status: int, sentence: str) -> Response:
    return JSONResponse({"sentence": sentence}, status, headers=_NO_STORE)


def _link(request: Request, studio: Studio) -> Link:
    public = studio.settings.public_url or str(request.base_url)
    urls = Urls(public=public.rstrip("/"))

    def address(generation: Generation) -> str:
        return urls.absolute("/history", {"film": generation.id}) or ""

    return address


def _attached(name: str, ending: str) -> str:
    return content_disposition(attachment_name(name.rpartition(".")[0] or name, ending))
