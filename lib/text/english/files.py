"""What a file turns out to be, and what disk and archive say."""

from __future__ import annotations

from typing import Final

from lib.problem import Code

SENTENCES: Final = {
    Code.FILE_BROKEN: "The file is no video that can be played: it is damaged or cut short.",
    Code.FILE_UNPLAYABLE: "The file is no video that can be played.",
    Code.FILE_TOO_HARD: "The file takes too long to check, or breaks whatever plays it.",
    Code.FILE_TOO_COMPLEX: "The file needs more memory than any video does.",
    Code.FILE_WITHOUT_PICTURES: "The file holds no pictures, only sound or data.",
    Code.CODEC_UNPLAYABLE: "Its pictures are in a format ({codec}) that browsers do not play.",
    Code.SOUND_UNPLAYABLE: "Its sound is in a format ({codec}) that browsers do not play.",
    Code.FILE_NO_MP4: "It is a kind of file that browsers do not play, not an MP4.",
    Code.CODEC_UNKNOWN: "Its pictures are in a format that nothing here can read.",
    Code.NOT_CONVERTED: "{cause} It cannot be converted. {then}",
    Code.NOT_WANTED: "The video is not wanted any more.",
    Code.PICTURE_TOO_LARGE: (
        "The video is {width} x {height} pixels; Skylit takes up to {largest} a side."
    ),
    Code.VIDEO_TOO_LONG: "The video claims to be {seconds} seconds long.",
    Code.LOOK_BROKEN_OFF: "Work on the video was interrupted. Skylit tries again.",
    Code.LOOK_TOO_LONG: "Checking the video takes too long. Skylit tries again.",
    Code.VIDEO_UNWRITABLE: (
        "The video cannot be written to the disk[ ({why})]. Make room or mend its rights: it goes "
        "on by itself."
    ),
    Code.FILES_UNUSABLE: (
        "The video's files cannot be written or read[ ({why})]. Look after the disk."
    ),
    Code.FILE_UNWRITABLE: "The file cannot be written[ ({why})]. Look after the disk.",
    Code.ARCHIVE_FULL: "The archive is full. Make room: what waits goes on by itself.",
    Code.ARCHIVE_READ_ONLY: "The archive is read-only. Mend that: what waits goes on by itself.",
    Code.ARCHIVE_FORBIDDEN: (
        "Skylit may not read or write the archive. Check its rights and credentials."
    ),
    Code.ARCHIVE_LACKS_FILE: "The file is gone from the archive.",
    Code.ARCHIVE_FAILS: "The archive does not answer as it should. Try again in a moment.",
    Code.ARCHIVE_EMPTY: "The archive is empty. Ask whoever runs Skylit to look at its disk.",
    Code.ARCHIVE_NOT_MOUNTED: (
        "The archive is empty though the ledger knows videos in it. Is its disk mounted?"
    ),
    Code.ARCHIVE_ADDRESS: (
        "ARCHIVE_URL is not an address that Skylit can use. Write s3://bucket/folder, "
        "gs://bucket/folder or az://container/folder, or leave it out for a folder."
    ),
    Code.ARCHIVE_FOLDER: (
        "The folder {folder} cannot be made. Give its parent to Skylit's account."
    ),
}
