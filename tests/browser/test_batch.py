"""A table in a real browser: it comes in, its rows are seen and mended, and the wall fills."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screen import Screen

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

TABLE = "name;city\r\nAnn;Brest\r\nBo;\r\n" + "x" * 90 + ";Nice\r\n"


def test_a_table_becomes_films(page: Page, app_url: str) -> None:
    screen = Screen(page, app_url).open("/batch")
    page.locator("#file").set_input_files(
        {"name": "shops.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    )
    expect(page.get_by_role("button", name="Make 2 films")).to_be_visible()
    rows = page.get_by_role("listitem")
    expect(rows).to_have_count(3)
    expect(rows.nth(0)).to_contain_text("Too long: 90 characters, 80 at most.")
    expect(rows.nth(1)).to_contain_text("Reads well · 1 line")  # its still was drawn in sight
    rows.nth(0).get_by_role("button", name="Edit row 3").click()
    page.keyboard.type("Cy")  # what stands there is selected
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Make 3 films")).to_be_visible()
    screen.settled()
    page.reload()
    page.get_by_role("button", name="Make 3 films").click()
    expect(page.get_by_role("progressbar", name="Films made")).to_be_visible()
    expect(page.locator("#made")).to_have_text("3 of 3 made", timeout=180_000)
    expect(page.get_by_role("link", name="Download 3 as ZIP")).to_be_visible()
    expect(page).to_have_title("Ready: 3 of 3 · Skylit")
    with page.expect_download() as begun:
        page.get_by_role("link", name="Download 3 as ZIP").click()
    assert begun.value.suggested_filename == "shops.zip"


def test_pasted_rows_are_a_table_and_what_is_wrong_is_said(page: Page, app_url: str) -> None:
    Screen(page, app_url).open("/batch")
    page.get_by_label("Or paste rows from a spreadsheet").fill('name\n"open')
    page.get_by_role("button", name="Use these rows").click()
    expect(page.get_by_text("A quotation mark that opens in row 2")).to_be_visible()
    page.get_by_label("Or paste rows from a spreadsheet").fill("name\tcity\nAnn\tBrest\n")
    page.get_by_role("button", name="Use these rows").click()
    expect(page.get_by_role("button", name="Make 1 film")).to_be_visible()
