"""Playable: which films every browser plays. All others are converted when they arrive.

H.264 of 8 bits and 4:2:0 with AAC, in an MP4, is the one format that every browser plays on every
system: HEVC and AV1 need certain hardware, VP9 is not played in MP4 everywhere, and H.264 of more
bits or colours has no decoder in most (caniuse.com/mpeg4, /hevc, /av1; Chromium's audio/video page).
"""

from __future__ import annotations

from typing import Final

from av.audio.stream import AudioStream
from av.container import InputContainer
from av.video.stream import VideoStream

from lib.problem import Code, Problem

#: Of H.264, by FFmpeg's names; some encoders write other tags, and browsers look at the tag. Of a film
#: that is damaged FFmpeg may find no pixels and no profile: then nothing says that it is foreign.
_TAGS: Final = frozenset({"avc1"})
_PIXELS: Final = frozenset({"yuv420p", "yuvj420p", None})

UNKNOWN: Final = "unknown"

_AAC: Final = frozenset({"LC", "HE-AAC", "HE-AACv2", None})

#: The brand of QuickTime's own files (developer.apple.com, QuickTime File Format).
_QUICKTIME: Final = "qt  "


def foreign_part(container: InputContainer, stream: VideoStream) -> Problem | None:
    """Name what browsers do not play in this film; None where they play all of it."""
    if not plays_pictures(stream):
        return Problem.of(Code.CODEC_UNPLAYABLE, codec=codec_of(stream))
    if container.streams.audio and not plays_sound(container.streams.audio[0]):
        return Problem.of(Code.SOUND_UNPLAYABLE, codec=codec_of(container.streams.audio[0]))
    if not _is_mp4(container):
        return Problem.of(Code.FILE_NO_MP4)
    return None


def plays_pictures(stream: VideoStream) -> bool:
    context = stream.codec_context
    return codec_of(stream) == "h264" and context.codec_tag in _TAGS and context.pix_fmt in _PIXELS


def plays_sound(stream: AudioStream) -> bool:
    return codec_of(stream) == "aac" and stream.codec_context.profile in _AAC


def codec_of(stream: VideoStream | AudioStream) -> str:
    """Return FFmpeg's name of the codec; UNKNOWN for one that FFmpeg cannot decode."""
    codec = getattr(stream.codec_context, "codec", None)
    return str(codec.canonical_name) if codec else UNKNOWN


def _is_mp4(container: InputContainer) -> bool:
    is_mp4 = "mp4" in container.format.name
    return is_mp4 and container.metadata.get("major_brand") != _QUICKTIME
