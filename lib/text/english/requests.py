"""What cannot be made as it was asked for."""

from __future__ import annotations

from typing import Final

from lib.problem import Code

SENTENCES: Final = {
    Code.CAPTION_EMPTY: "Write the words for the sky: one character is enough.",
    Code.CAPTION_TOO_LONG: "That is {length} characters; the sky holds {limit}. Take out {over}.",
    Code.NO_SUCH_CHOICE: "There is no {field} {received}. Choose one of {expected}.",
    Code.NOT_OFFERED: "{provider} has no {field} {received}. Choose one of {expected}.",
    Code.PROVIDER_NOT_SET_UP: (
        "{provider} is not set up here: it needs AIMLAPI_API_KEY. Ask whoever runs Skylit, or "
        "choose the built-in engine."
    ),
    Code.SEED_OUT_OF_RANGE: "The seed must be from 0 to {largest}.",
    Code.NOT_SEARCHABLE: "History has no {field} “{received}”.",
    Code.MAY_NOT_APPROVE: "Only those who approve paid videos can say yes or no.",
    Code.NEEDS_APPROVAL: (
        "To send it again may be paid twice. Ask somebody who approves paid videos to do it."
    ),
    Code.ANSWERED_ALREADY: "Somebody has answered this already, or it was cancelled.",
    Code.APPROVER_LINK_ENDED: "This link is not valid, or its time is over. Ask for a new one.",
    Code.MAY_NOT_MAKE: "You may look at videos here, but not make any.",
    Code.TOO_MANY_A_MINUTE: (
        "That is more than {limit} videos within a minute. Your words are kept: ask again in "
        "{wait} s."
    ),
    Code.NETWORK_TOO_MANY: (
        "Your network has asked for too many videos within a minute. Your words are kept: ask "
        "again in {wait} s."
    ),
    Code.PAID_DAY_USED_UP: (
        "Today's {limit} paid videos are used up. Your words are kept: ask again tomorrow, or "
        "choose the built-in engine, which is free."
    ),
    Code.MONTH_USED_UP: (
        "With this one, all paid videos of the month would cost about {needed}; {limit} may be "
        "spent. Your words are kept: choose the built-in engine, which is free, or ask again next "
        "month."
    ),
    Code.BATCH_USED_UP: (
        "All paid videos of this batch would cost about {needed}; one batch may cost {limit}. Make "
        "fewer of them, or choose the built-in engine, which is free."
    ),
    Code.PERSON_USED_UP: (
        "With this one, your paid videos of the month would cost about {needed}; each person may "
        "spend {limit}. Your words are kept: choose the built-in engine, which is free, or ask again "
        "next month."
    ),
}
