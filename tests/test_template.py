"""Templates and providers are data: what is offered can be asked for, and nothing else."""

from __future__ import annotations

import re

import pytest

from lib.errors import InvalidChoice
from lib.template import CATALOGUE, Provider, Template, offered_by


@pytest.mark.parametrize("provider", Provider)
def test_what_a_provider_offers_can_be_asked_for_by_name(provider: Provider) -> None:
    assert offered_by(provider)
    for template in offered_by(provider):
        assert Template.parse(template.name, provider) is template


@pytest.mark.parametrize("name", ["", "shanghai drone show", "Times Square Billboard"])
def test_another_name_is_refused_with_those_that_there_are(name: str) -> None:
    with pytest.raises(InvalidChoice, match="Shanghai Drone Show") as caught:
        Template.parse(name, Provider.BUILTIN)
    assert (caught.value.field, caught.value.received) == ("template", repr(name))


def test_names_and_slugs_are_unique_and_slugs_fit_into_file_names() -> None:
    assert len({template.name for template in CATALOGUE}) == len(CATALOGUE)
    assert len({template.slug for template in CATALOGUE}) == len(CATALOGUE)
    assert all(re.fullmatch(r"[a-z0-9-]+", template.slug) for template in CATALOGUE)


def test_only_the_vendor_charges() -> None:
    assert [provider for provider in Provider if provider.charges] == [Provider.AIMLAPI]


def test_a_provider_is_known_by_its_word_and_no_other() -> None:
    assert Provider.parse("builtin") is Provider.BUILTIN
    with pytest.raises(InvalidChoice, match=r"'builtin' \| 'aimlapi'"):
        Provider.parse("openai")


def test_every_provider_has_a_label_for_people() -> None:
    assert len({provider.label for provider in Provider}) == len(Provider)
