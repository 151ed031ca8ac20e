"""/exports/<id>: what can be had of a film; /exports/<id>/<key>: one file of it.

    GET     how far it is, as JSON: `url` where it is there, `fraction` while it is being made,
            `problem` where it could not be made
    POST    the same, having asked for it
    DELETE  the same, having ended its making

/clips/<id>/<key>.<ending> is the file itself. Whoever may see a film may have all of this.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from lib.bootstrap import current_studio
from lib.content_disposition import content_disposition
from lib.errors import GenerationNotFound, SkylitError, TooMany
from lib.person import Viewer
from lib.problem import Code
from lib.studio import Clip, Export, Studio, Way
from lib.studio.links import LinkTo
from lib.text import say
from lib.web.delivery import deliver
from lib.web.pools import EXPORTS, FILMS
from lib.web.viewing import linked_viewer_of

_NO_STORE: Final = {"cache-control": "no-store"}

#: In the order of the menu: what each file is called there, and what stands beside it.
_LABELS: Final = {
    "1080x1920": ("HD 9:16", "1080 × 1920"),
    "1080x1350": ("Portrait 4:5", "1080 × 1350"),
    "1080x1080": ("Square 1:1", "1080 × 1080"),
    "1920x1080": ("Wide 16:9", "1920 × 1080"),
    "gif": ("GIF", "for mail"),
    "animation": ("Animated WebP", "for mail"),
    "jpg": ("Poster", "JPG"),
    "png": ("Poster", "PNG"),
    "silent": ("Without sound", "MP4"),
    "page": ("Page with the film inside", "HTML"),
}


def menu(request: Request) -> Response:
    """Return all of a film's files, as JSON, in the order of the menu."""
    asking = _Asking.by(request)
    try:
        found = asking.studio.exports(asking.viewer, asking.generation_id)
    except SkylitError as error:
        return _refuse(error)
    told = {each.recipe.key: asking.told(each) for each in found}
    return JSONResponse({"files": [told[key] for key in _LABELS if key in told]}, headers=_NO_STORE)


def one(request: Request) -> Response:
    asking, key = _Asking.by(request), request.path_params["key"]
    studio, viewer, generation_id = asking.studio, asking.viewer, asking.generation_id
    try:
        if request.method == "DELETE":
            studio.cancel_export(viewer, generation_id, key)
        look = studio.export if request.method == "POST" else studio.export_now
        found = look(viewer, generation_id, key)
    except SkylitError as error:
        return _refuse(error)
    return JSONResponse(asking.told(found), headers=_NO_STORE)


def file(request: Request) -> Response:
    asking, asked = _Asking.by(request), request.path_params
    try:
        clip = asking.studio.exported(asking.viewer, asking.generation_id, asked["key"])
    except SkylitError as error:
        return _refuse(error)
    if not clip.file_name.endswith(f".{asked['ending']}"):
        return _refuse(GenerationNotFound(Code.EXPORT_UNKNOWN))
    return deliver(request, FILMS, clip, _always_saved(clip))


def _always_saved(clip: Clip) -> dict[str, str]:
    """Have a page saved, never opened: opened here, its script would count as ours."""
    if not clip.media_type.startswith("text/html"):
        return {}
    return {"content-disposition": content_disposition(clip.file_name)}


@dataclass(frozen=True, slots=True)
class _Asking:
    """Who asks for the files of which film, and how addresses of these files begin and end."""

    studio: Studio
    viewer: Viewer
    generation_id: str
    base: str
    token: str

    @classmethod
    def by(cls, request: Request) -> _Asking:
        studio, generation_id = current_studio(), request.path_params["generation_id"]
        return cls(
            studio=studio,
            viewer=linked_viewer_of(request, studio, LinkTo.CLIP, [generation_id]),
            generation_id=generation_id,
            base=request.url.path.rpartition("/exports/")[0],
            token=request.query_params.get("token", ""),
        )

    def told(self, export: Export) -> dict[str, Any]:
        recipe = export.recipe
        label, detail = _LABELS[recipe.key]
        told: dict[str, Any] = {
            "key": recipe.key,
            "label": label,
            "detail": detail,
            "way": export.way.value,
            "takes": _TAKES[export.way],
            "ask": self._address(f"/exports/{self.generation_id}/{recipe.key}"),
        }
        if export.size is not None:
            path = f"/clips/{self.generation_id}/{recipe.key}.{recipe.ending}"
            told |= {"size": export.size, "url": self._address(path)}
            told |= {"save": self._address(path, download="1")}
        if export.fraction is not None:
            told |= {"fraction": round(export.fraction, 3)}
        return told | ({"problem": say(export.problem)} if export.problem else {})

    def _address(self, path: str, **query: str) -> str:
        signed = query | ({"token": self.token} if self.token else {})
        return f"{self.base}{quote(path)}{'?' if signed else ''}{urlencode(signed)}"


#: What is said above the files before anybody asks for one.
_TAKES: Final = {
    Way.DRAWN: "Drawn anew, about 5 s, free",
    Way.FITTED: "Fitted into the format, about 5 s, free",
    Way.CONVERTED: "Other files, a few seconds, free",
}


def _refuse(error: SkylitError) -> Response:
    match error:
        case GenerationNotFound():
            return PlainTextResponse("There is no such file.", 404, _NO_STORE)
        case TooMany():
            return PlainTextResponse(str(error), 429, {**_NO_STORE, "retry-after": "10"})
        case _:
            return PlainTextResponse(str(error), 503, {**_NO_STORE, "retry-after": "5"})


_FILM: Final = "/exports/{generation_id}"

ROUTES: Final = [
    Route(_FILM, EXPORTS.endpoint(menu), methods=["GET"]),
    Route(f"{_FILM}/{{key}}", EXPORTS.endpoint(one), methods=["GET", "POST", "DELETE"]),
    Route("/clips/{generation_id}/{key}.{ending}", FILMS.endpoint(file), methods=["GET", "HEAD"]),
]
