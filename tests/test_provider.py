"""Providers say what they can do."""

from __future__ import annotations

import pytest

from lib.errors import InvalidChoice
from lib.format import PORTRAIT
from lib.provider import Provider


def test_only_the_vendor_charges() -> None:
    assert [provider for provider in Provider if provider.charges] == [Provider.AIMLAPI]


def test_a_provider_is_known_by_its_word_and_no_other() -> None:
    assert Provider.parse("builtin") is Provider.BUILTIN
    with pytest.raises(InvalidChoice, match=r"'builtin' \| 'aimlapi'"):
        Provider.parse("openai")


def test_every_provider_has_a_label_for_people() -> None:
    assert len({provider.label for provider in Provider}) == len(Provider)


@pytest.mark.parametrize("provider", Provider)
def test_every_provider_has_a_template_and_the_vendors_format(provider: Provider) -> None:
    assert provider.templates
    assert PORTRAIT in provider.formats
