"""Templates are data: what is in the catalogue can be asked for, and nothing else."""

from __future__ import annotations

import re

import pytest

from lib.errors import InvalidChoice
from lib.template import CATALOGUE, SHANGHAI_DRONE_SHOW, Template


@pytest.mark.parametrize("template", CATALOGUE, ids=lambda each: each.slug)
def test_every_template_of_the_catalogue_is_found_by_its_name(template: Template) -> None:
    assert Template.parse(template.name) is template
    assert Template.stored(template.name) is template


@pytest.mark.parametrize("name", ["", "shanghai drone show", "Times Square Billboard"])
def test_another_name_is_refused_with_those_that_there_are(name: str) -> None:
    with pytest.raises(InvalidChoice, match="Shanghai Drone Show") as caught:
        Template.parse(name)
    assert (caught.value.field, caught.value.received) == ("template", repr(name))


def test_a_template_that_left_the_catalogue_is_still_shown_by_its_name() -> None:
    assert Template.stored("Paris Eiffel Tower").name == "Paris Eiffel Tower"


def test_names_and_slugs_are_unique_and_slugs_fit_into_file_names() -> None:
    assert len({template.name for template in CATALOGUE}) == len(CATALOGUE)
    assert len({template.slug for template in CATALOGUE}) == len(CATALOGUE)
    assert all(re.fullmatch(r"[a-z0-9-]+", template.slug) for template in CATALOGUE)


def test_the_vendors_own_template_comes_first() -> None:
    assert CATALOGUE[0] is SHANGHAI_DRONE_SHOW
