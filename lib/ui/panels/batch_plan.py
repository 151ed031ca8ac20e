"""A table before anything is made of it: the caption, every row with its still, and the one button."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, TypeVar

import streamlit as st

from lib.batch import Batch, Defaults, Plan, PlannedRow, RowState, TableDraft, Wording
from lib.errors import BadTable, SkylitError
from lib.format import FORMATS, PORTRAIT, Format
from lib.person import Viewer
from lib.provider import Provider
from lib.studio import BatchOrder, Quote, Studio
from lib.template import Template
from lib.ui import addresses, palettes, phrases
from lib.ui.escape import in_html, in_markdown
from lib.ui.viewer import current_address
from lib.ui.widgets.batch_rows import show_rows

T = TypeVar("T")

#: Pixels of a still: twice as wide as it is shown.
_STILL: Final = 152

_ALL: Final = "All rows"
_LABELS: Final = {
    RowState.MADE: "To be made",
    RowState.REFUSED: "Refused",
    RowState.JOINED: "Duplicates",
}

#: What needs a person comes first.
_FIRST: Final = (RowState.REFUSED, RowState.JOINED, RowState.MADE)


@dataclass(frozen=True, slots=True)
class Planning:
    studio: Studio
    viewer: Viewer
    draft: TableDraft
    #: The batch to which its films shall be added; None: they become one of their own.
    target: Batch | None = None

    def show(self) -> Batch | None:
        """Draw it. Return the batch that a press has begun, or added to."""
        self._keep_wording()
        with st.container(key="batch_words", horizontal=True, vertical_alignment="bottom"):
            typed = self._show_words()
            provider, defaults = self._show_choices()
        try:
            wording = Wording.parse(typed, self.draft.table)
        except BadTable as error:
            st.error(in_markdown(str(error)), icon=":material/error:")
            return None
        plan = self._plan(wording, provider, defaults)
        batch = self._show_decision(plan, wording, provider, defaults)
        self._show_rows(plan, wording)
        return batch

    # ── what it says, and how it looks ────────────────────────────────────────────────────────

    def _keep_wording(self) -> None:
        """A new table begins with its own caption; one that is looked at again keeps what was typed."""
        if st.session_state.get("batch_draft") != self.draft.id:
            st.session_state["batch_draft"] = self.draft.id
            st.session_state["batch_wording"] = self._first_wording()

    def _first_wording(self) -> str:
        """What the batch says already, where this table has its columns."""
        if self.target is not None:
            with suppress(BadTable):
                return Wording.parse(self.target.wording, self.draft.table).text
        return Wording.usual(self.draft.table).text

    def _show_words(self) -> str:
        with st.container(key="batch_caption", gap="xsmall"):
            typed = st.text_input(
                "Your words, with a column in braces",
                key="batch_wording",
                placeholder="Welcome, {name}!",
                persist_state="session",
            )
            columns = ", ".join(self.draft.table.columns)
            st.html(f'<p class="columns">Columns: <b>{in_html(columns)}</b></p>')
        return typed or ""

    def _show_choices(self) -> tuple[Provider, Defaults]:
        provider = self._provider()
        template = _choice("Template", "batch_template", provider.templates, lambda one: one.name)
        format_: Format = PORTRAIT
        if len(provider.formats) > 1:
            format_ = _choice("Format", "batch_format", FORMATS, phrases.shape)
        palette = None
        if provider.palettes:
            names = [name for name in palettes.SWATCHES if name != palettes.BRAND]
            chosen = _choice("Colours", "batch_palette", names, palettes.label)
            palette = None if chosen == palettes.AUTO else chosen
        return provider, Defaults(template=template, format=format_, palette=palette)

    def _provider(self) -> Provider:
        if self.target is not None:
            return self.target.provider
        offered = self.studio.providers
        if len(offered) == 1:
            return offered[0]
        return _choice("Rendered by", "batch_provider", offered, lambda one: one.label)

    def _plan(self, wording: Wording, provider: Provider, defaults: Defaults) -> Plan:
        """Made once for each table and choice: a page is drawn many times."""
        keeps = bool(st.session_state.get("batch_keeps"))
        asked = (self.draft, wording, provider, defaults, keeps)
        if (kept := st.session_state.get("batch_plan")) and kept[0] == asked:
            found: Plan = kept[1]
            return found
        table = self.draft.table
        plan = Plan.of(table, wording, provider, defaults=defaults, joins=not keeps)
        if provider.has_preview:
            plan = self.studio.drawable(plan)
        st.session_state["batch_plan"] = (asked, plan)
        return plan

    # ── the sentence that decides, and the button ─────────────────────────────────────────────

    def _show_decision(
        self, plan: Plan, wording: Wording, provider: Provider, defaults: Defaults
    ) -> Batch | None:
        count, verb = len(plan.films), "Make" if self.target is None else "Add"
        with st.container(key="batch_decision", horizontal=True, vertical_alignment="center"):
            st.html(self._sentence(plan, provider, defaults.template), width="stretch")
            pressed = st.button(
                f"{verb} {phrases.films(count)}" if count else "Nothing to make",
                key="primary_batch",
                type="primary",
                icon=":material/auto_awesome:",
                shortcut="Ctrl+Enter",
                disabled=not count,
            )
        if not pressed or not count:
            return None
        order = BatchOrder(
            plan=plan,
            provider=provider,
            name=self.draft.name or wording.text,
            wording=wording.text,
        )
        return self._begin(order, self._key(wording, provider, defaults))

    def _begin(self, order: BatchOrder, key: str) -> Batch | None:
        try:
            if self.target is not None:
                return self.studio.add_rows(
                    self.viewer, self.target.id, order.plan, address=current_address()
                )
            return self.studio.start_batch(
                self.viewer, order, idempotency_key=key, address=current_address()
            )
        except SkylitError as error:
            st.error(in_markdown(str(error)), icon=":material/error:")
            return None

    def _key(self, wording: Wording, provider: Provider, defaults: Defaults) -> str:
        """Two presses for the same table, with the same choices, are one batch."""
        keeps = bool(st.session_state.get("batch_keeps"))
        told = repr((self.draft.id, self.draft.table, wording.text, provider, defaults, keeps))
        return hashlib.sha256(told.encode()).hexdigest()

    def _sentence(self, plan: Plan, provider: Provider, template: Template) -> str:
        count, refused = len(plan.films), len(plan.refused)
        facts = [f"<b>{phrases.films(count)}</b>"]
        if refused:
            facts.append(f'<b class="bad">{refused:,} refused</b>')
        if count:
            films = Counter(row.request.format for row in plan.films if row.request)
            time = self.studio.time_for(template, provider, films)
            quote = self._quote(plan, provider)
            bad = ' class="bad"' if quote.is_too_much else ""
            facts += [f"<b>{time} here</b>", f"<b{bad}>{in_html(phrases.quote(quote))}</b>"]
            if quote.needs_approval:
                facts.append("<b>needs a yes first</b>")
        return f'<p class="decision" data-voice="batch">{", ".join(facts)}</p>'

    def _quote(self, plan: Plan, provider: Provider) -> Quote:
        counts = Counter(row.request.template for row in plan.films if row.request is not None)
        return self.studio.quote(self.viewer, provider, counts, batch=self.target)

    # ── the rows ──────────────────────────────────────────────────────────────────────────────

    def _show_rows(self, plan: Plan, wording: Wording) -> None:
        with st.container(key="batch_filter", horizontal=True, vertical_alignment="center"):
            state = _show_filter(plan)
            if plan.joined or st.session_state.get("batch_keeps"):
                st.toggle("Make duplicates, too", key="batch_keeps", persist_state="session")
        rows = [row for row in _in_order(plan) if state is None or row.state is state]
        mended = show_rows(rows, self.draft.table, wording, self._stills(rows))
        if mended is not None and mended != st.session_state.get("batch_mended"):
            st.session_state["batch_mended"] = mended
            self.studio.mend_table(self.viewer, self.draft.id, mended.row, mended.cells)
            st.rerun()

    def _stills(self, rows: Sequence[PlannedRow]) -> dict[int, str]:
        return {
            row.number: addresses.preview(self.studio, self.viewer, row.request, width=_STILL)
            for row in rows
            if row.request is not None
        }


def _in_order(plan: Plan) -> list[PlannedRow]:
    return sorted(plan.rows, key=lambda row: _FIRST.index(row.state))


def _show_filter(plan: Plan) -> RowState | None:
    counts = {
        RowState.MADE: len(plan.films),
        RowState.REFUSED: len(plan.refused),
        RowState.JOINED: len(plan.joined),
    }
    labels = {f"{_LABELS[state]} {count:,}": state for state, count in counts.items() if count}
    chosen = st.pills(
        "Rows",
        [f"{_ALL} {len(plan.rows):,}", *labels],
        default=f"{_ALL} {len(plan.rows):,}",
        label_visibility="collapsed",
        wrap=True,
    )
    return labels.get(str(chosen))


def _choice(label: str, key: str, options: Sequence[T], named: Callable[[T], str]) -> T:
    chosen = st.selectbox(label, options, key=key, format_func=named, persist_state="session")
    return options[0] if chosen is None else chosen
