// The caption field: grows with its words, counts them as people do, and tells the server what was
// typed after a short pause, so that the preview follows the typing. Ctrl+Enter sends at once.
//
// The words live in the browser. The server overwrites them only with a new revision (an idea, "use
// again"), never because a slow answer to an earlier keystroke arrives. A reload finds the words in
// the tab's own storage.

const PAUSE = 250 // ms without a keystroke before the server hears of it
const STORE = "skylit-words"
const fields = new WeakMap()

const segmenter = "Segmenter" in Intl ? new Intl.Segmenter(undefined, { granularity: "grapheme" }) : null
const fold = text => text.normalize("NFC").split(/\s+/u).filter(Boolean).join(" ")
const count = text => (segmenter ? [...segmenter.segment(text)] : [...text]).length

function store(text) {
  try {
    sessionStorage.setItem(STORE, text)
  } catch {
    // storage is switched off: a reload will start with an empty field, nothing else is lost
  }
}

function stored() {
  try {
    return sessionStorage.getItem(STORE) ?? ""
  } catch {
    return ""
  }
}

export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  const area = parentElement.querySelector("textarea")
  const counter = parentElement.querySelector("#count")
  const field = fields.get(parentElement) ?? { revision: null, timer: 0, sent: data.words }
  fields.set(parentElement, field)

  const draw = () => {
    const length = count(fold(area.value))
    counter.textContent = `${length} / ${data.limit}`
    counter.toggleAttribute("data-over", length > data.limit)
    area.style.height = "auto"
    area.style.height = `${area.scrollHeight + 2}px`
  }
  const send = by_hand => {
    clearTimeout(field.timer)
    if (field.sent === area.value) return
    field.sent = area.value
    setStateValue("words", { text: area.value, by_hand, revision: field.revision })
  }

  parentElement.querySelector("label").textContent = data.label
  area.placeholder = data.placeholder
  if (field.revision !== data.revision) {
    const mounted = field.revision === null
    field.revision = data.revision
    field.sent = data.words
    // Revision 0: the server has put nothing here, as after its restart. What was typed stays.
    if (data.revision > 0) area.value = data.words
    else if (mounted) area.value = data.words || stored()
    if (!mounted && data.revision > 0) area.focus()
    store(area.value)
    requestAnimationFrame(() => send(false))
  }
  draw()

  area.oninput = () => {
    draw()
    store(area.value)
    clearTimeout(field.timer)
    field.timer = setTimeout(send, PAUSE, true)
  }
  area.onblur = () => send(true)
  area.onkeydown = event => {
    if (event.key !== "Enter" || event.isComposing) return
    event.preventDefault() // a caption is one text; the drones break its lines
    event.stopPropagation() // the page's button listens for the same keys
    if (!event.ctrlKey && !event.metaKey) return
    send(true) // the words stay after the trigger is gone
    setTriggerValue("submitted", area.value)
  }
  return () => clearTimeout(field.timer)
}
