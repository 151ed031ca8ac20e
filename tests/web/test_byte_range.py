from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lib.web.byte_range import ByteRange, Unsatisfiable


@given(header=st.text(max_size=30) | st.from_regex(r"bytes=\d{0,6}-\d{0,6}", fullmatch=True),
       size=st.integers(1, 10**6))  # fmt: skip
def test_no_header_leads_out_of_the_file(header: str, size: int) -> None:
    try:
        found = ByteRange.parse(header, size)
    except Unsatisfiable:
        return
    if found is not None:
        assert 0 <= found.start < found.end <= size
        assert str(found) == f"bytes {found.start}-{found.end - 1}/{size}"


def test_a_number_without_end_is_no_range() -> None:
    assert ByteRange.parse(f"bytes={'9' * 5000}-", 10) is None


def test_no_header_means_the_whole_file() -> None:
    assert ByteRange.parse(None, 10) is None
