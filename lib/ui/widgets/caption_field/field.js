// The caption field: grows with its words, counts them as people do, and tells the server what was
// typed after a short pause, so that the preview follows the typing. Enter begins a new line,
// Ctrl+Enter makes the video.
//
// The words live in the browser. The server overwrites them only with a new revision (an idea, "use
// again"), never because a slow answer to an earlier keystroke arrives. The tab's own storage keeps
// them with their revision: a reload finds them there, and so does whoever comes back to this page.
// A cookie keeps the whole draft, with its settings: the server reads it before it draws a new tab.
//
// Streamlit answers a message by drawing the page that it was sent from, also when that page is just
// being left: a late message would bring it back. So nothing is sent once the page is being left.

const PAUSE = 250 // ms without a keystroke before the server hears of it
const SETTLED = 2000 // ms in which a page that was being left has gone
const STORE = "skylit-words"
const fields = new WeakMap()

const segmenter = "Segmenter" in Intl ? new Intl.Segmenter(undefined, { granularity: "grapheme" }) : null
const UNSEEN = /[\u00ad\u200b\u202a-\u202e\u2066-\u2069\ufeff]/gu
const fold = text => text.normalize("NFC").replace(UNSEEN, "").split(/[\n\r\u2028\u2029]+/u)
  .map(line => line.split(/\s+/u).filter(Boolean).join(" ")).filter(Boolean).join("\n")
const count = text => (segmenter ? [...segmenter.segment(text)] : [...text]).length

const LONGEST = 3800 // bytes; browsers drop a cookie of more than 4096
const DAYS = 400 // browsers keep none for longer

function keep({ name, path, settings }, words) {
  const draft = encodeURIComponent(JSON.stringify({ ...settings, words }))
  if (draft.length > LONGEST) return
  const secure = location.protocol === "https:" ? "; secure" : ""
  document.cookie = `${name}=${draft}; path=${path}; max-age=${DAYS * 86400}; samesite=lax${secure}`
}

function store(field, text) {
  keep(field.cookie, text)
  try {
    sessionStorage.setItem(STORE, JSON.stringify({ revision: field.revision, text }))
  } catch {
    // storage is switched off: a reload will start with an empty field, nothing else is lost
  }
}

function stored() {
  try {
    return JSON.parse(sessionStorage.getItem(STORE))
  } catch {
    return null
  }
}

// What stands in the field when it appears. No revision: the server has put nothing here, as after
// its restart. Then, and where both speak of the same revision, nothing is newer than what was kept.
function first(data) {
  const kept = stored()
  return kept && (!data.revision || kept.revision === data.revision) ? kept.text : data.words
}

// Somebody who has clicked before the field appeared may have clicked on a way to elsewhere.
const untouched = () => navigator.userActivation?.hasBeenActive === false

export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  const area = parentElement.querySelector("textarea")
  const counter = parentElement.querySelector("#count")
  const appears = !fields.has(parentElement)
  const field = fields.get(parentElement) ?? { revision: "", timer: 0, path: location.pathname }
  fields.set(parentElement, field)
  field.cookie = data.cookie

  const draw = () => {
    const length = count(fold(area.value))
    counter.textContent = `${length} / ${data.limit}`
    counter.toggleAttribute("data-over", length > data.limit)
    area.style.height = "auto"
    area.style.height = `${area.scrollHeight + 2}px`
  }
  const send = by_hand => {
    clearTimeout(field.timer)
    if (field.sent === area.value || field.path !== location.pathname) return
    field.sent = area.value
    setStateValue("words", { text: area.value, by_hand, revision: field.revision })
  }

  parentElement.querySelector("label").textContent = data.label
  area.placeholder = data.placeholder
  if (appears || field.revision !== data.revision) {
    // A server that has restarted knows of no words: those that stand here stay.
    if (appears) area.value = first(data)
    else if (data.revision) area.value = data.words
    if (!appears && data.revision) area.focus()
    field.revision = data.revision
    field.sent = data.words
    store(field, area.value)
    if (field.sent !== area.value) field.timer = setTimeout(send, untouched() ? 0 : SETTLED, false)
  }
  draw()

  keep(field.cookie, area.value)
  // The tab that one reloads has the last word, whatever another tab has kept meanwhile.
  window.onpagehide = () => keep(field.cookie, area.value)

  // What is wrong with the words belongs to the field: those who hear it are told there.
  const judge = () => {
    const verdict = document.querySelector(".verdict")
    const refused = verdict?.dataset.tone === "poor" && Boolean(fold(area.value))
    area.setAttribute("aria-invalid", String(refused))
    parentElement.querySelector("#problem").textContent = refused ? verdict.textContent : ""
  }
  field.observer ??= new MutationObserver(judge)
  field.observer.observe(document.body, { childList: true, subtree: true })
  judge()

  area.oninput = () => {
    draw()
    store(field, area.value)
    clearTimeout(field.timer)
    field.timer = setTimeout(send, PAUSE, true)
  }
  // A browser scrolls until the caret is in sight, not the whole field.
  area.onfocus = () => area.scrollIntoView({ block: "nearest" })
  area.onblur = () => send(true)
  area.onkeydown = event => {
    if (event.key !== "Enter" || event.isComposing) return
    if (!event.ctrlKey && !event.metaKey) return // a new line, kept in the sky as it is typed
    event.preventDefault()
    event.stopPropagation() // the page's button listens for the same keys
    send(true) // the words stay after the trigger is gone
    setTriggerValue("submitted", area.value)
  }
  return () => {
    clearTimeout(field.timer)
    field.observer.disconnect()
    window.onpagehide = null
  }
}
