// Rows of captions. Only those in sight are in the page; a still is asked for once its row has stayed in
// sight for a moment, and three are drawn at a time: the engine has films to make as well.

const SPARE = 8 // rows above and below the sight
const REST = 180 // ms that a row stays before its still is drawn
const AT_ONCE = 3
const AGAIN = 2000 // ms before an engine that was busy is asked again
const stills = new Map() // address -> { src, tone, text }, or null while it is drawn
const lists = new WeakMap()
const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" })
const make = (name, className, text = "") => Object.assign(document.createElement(name), { className, textContent: text })

/** The caption; what is over the limit, and what is empty, is marked. */
function caption(row, columns, limit) {
  const words = make("div", "words")
  let count = 0
  for (const [text, column] of row.parts) {
    if (column >= 0 && !text) {
      words.append(make("span", "empty", ` ${columns[column]}? `))
      continue
    }
    const characters = [...segmenter.segment(text)].map(each => each.segment)
    const fits = characters.slice(0, Math.max(0, limit - count)).join("")
    const over = characters.slice(Math.max(0, limit - count)).join("")
    count += characters.length
    if (fits) words.append(column < 0 ? fits : make("b", "", fits))
    if (over) words.append(make("span", "over", over))
  }
  words.dir = "auto"
  words.title = row.parts.map(([text]) => text).join("")
  return words
}

function verdict(row) {
  if (row.state === "refused") return ["bad", row.why]
  const still = stills.get(row.still)
  if (still?.tone === "bad") return ["bad", still.text]
  if (row.scene && row.state === "made") return ["tight", "This describes a picture: the drones write exactly these words"]
  return row.state === "joined" ? ["", row.why] : [still?.tone ?? "", still?.text ?? ""]
}

/** "good|3|": how it reads and in how many lines, as the engine says it. */
function judged(header) {
  const [tone, lines, advice] = decodeURIComponent(header ?? "").split("|")
  const counted = `${lines} line${lines === "1" ? "" : "s"}`
  return { tone: tone === "good" ? "good" : "tight", text: `${tone === "good" ? "Reads well" : advice.replace(/\.$/, "")} · ${counted}` }
}

async function draw(address) {
  const answer = await fetch(address)
  if (answer.status === 400) return { src: "", tone: "bad", text: await answer.text() }
  if (!answer.ok) throw new Error(answer.status)
  await answer.blob() // now the browser has it, and shows it from there
  return { src: address, ...judged(answer.headers.get("x-legibility")) }
}

class List {
  shown = new Map() // place -> element
  edited = null
  drawing = 0

  constructor(root) {
    this.root = root
    this.space = root.querySelector("#space")
    root.onscroll = () => this.show()
    new ResizeObserver(() => this.clear()).observe(root)
  }

  take(data, mend) {
    this.data = data
    this.mend = mend
    this.edited = null
    this.clear()
  }

  clear() {
    for (const each of this.shown.values()) each.remove()
    this.shown.clear()
    this.height = this.root.clientWidth < 640 && matchMedia("(max-width: 640px)").matches ? 82 : 65
    const whole = (this.data?.rows.length ?? 0) * this.height
    this.space.style.height = `${whole}px`
    this.root.style.maxHeight = `${whole + 2}px`
    this.show()
  }

  show() {
    const rows = this.data?.rows ?? []
    const first = Math.max(0, Math.floor(this.root.scrollTop / this.height) - SPARE)
    const last = Math.min(rows.length, Math.ceil((this.root.scrollTop + this.root.clientHeight) / this.height) + SPARE)
    for (const [place, element] of this.shown) {
      if (place >= first && place < last) continue
      element.remove()
      this.shown.delete(place)
    }
    for (let place = first; place < last; place++) if (!this.shown.has(place)) this.add(place)
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.drawNext(), REST)
  }

  add(place) {
    const row = this.data.rows[place]
    const element = make("div", "r")
    element.style.top = `${place * this.height}px`
    element.dataset.state = row.state
    element.setAttribute("role", "listitem")
    element.ariaSetSize = this.data.rows.length
    element.ariaPosInSet = place + 1
    this.shown.set(place, element)
    this.fill(place)
    const after = [...this.shown.keys()].filter(each => each > place).sort((a, b) => a - b)[0]
    this.space.insertBefore(element, after === undefined ? null : this.shown.get(after)) // as it is read
  }

  fill(place) {
    const [row, element] = [this.data.rows[place], this.shown.get(place)]
    if (!element) return
    const still = make("div", "still")
    const src = stills.get(row.still)?.src
    if (src) {
      still.style.backgroundImage = `url("${src}")`
      still.dataset.drawn = ""
    }
    element.replaceChildren(still, make("div", "n", row.n.toLocaleString()))
    if (this.edited === place) return element.append(this.form(place))
    const [tone, text] = verdict(row)
    const why = make("div", "why")
    why.dataset.tone = tone
    if (text) why.append(make("i", ""), make("span", "", text))
    const edit = make("button", "", "Edit")
    edit.type = "button"
    edit.ariaLabel = `Edit row ${row.n}`
    edit.title = "Changes the value here, not in your file"
    edit.onclick = () => {
      const before = this.edited
      this.edited = place
      if (before !== null) this.fill(before)
      this.fill(place)
      this.shown.get(place).querySelector("input")?.select()
    }
    element.append(caption(row, this.data.columns, this.data.limit), why, edit)
  }

  form(place) {
    const row = this.data.rows[place]
    const form = make("form", "")
    for (const [column, value] of row.cells) {
      const label = make("label", "", this.data.columns[column])
      const input = Object.assign(make("input", ""), { value, name: column, dir: "auto", autocomplete: "off" })
      label.append(input)
      form.append(label)
    }
    const cancel = Object.assign(make("button", "", "Cancel"), { type: "button" })
    cancel.onclick = () => {
      this.edited = null
      this.fill(place)
      this.shown.get(place)?.querySelector("button")?.focus()
    }
    form.append(Object.assign(make("button", "", "Save"), { type: "submit" }), cancel)
    form.onkeydown = event => {
      if (event.key === "Escape") cancel.onclick()
    }
    form.onsubmit = event => {
      event.preventDefault()
      this.edited = null
      this.mend({ row: row.n, cells: Object.fromEntries(new FormData(form)), at: Date.now() })
    }
    return form
  }

  drawNext() {
    if (!this.root.isConnected) return
    const wanted = [...this.shown.keys()].sort((a, b) => a - b).filter(place => this.wants(place))
    for (const place of wanted.slice(0, Math.max(0, AT_ONCE - this.drawing))) this.drawStill(this.data.rows[place].still)
  }

  wants(place) {
    const [top, row] = [place * this.height, this.data.rows[place]]
    const isInSight = top + this.height > this.root.scrollTop && top < this.root.scrollTop + this.root.clientHeight
    return isInSight && row.still && !stills.has(row.still)
  }

  async drawStill(address) {
    stills.set(address, null)
    this.drawing++
    try {
      stills.set(address, await draw(address))
    } catch {
      setTimeout(() => { stills.delete(address); this.drawNext() }, AGAIN)
    }
    this.drawing--
    for (const place of this.shown.keys()) {
      if (this.data.rows[place]?.still === address && this.edited !== place) this.fill(place)
    }
    this.drawNext()
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector("#rows")
  const list = lists.get(parentElement) ?? new List(root)
  lists.set(parentElement, list)
  const told = JSON.stringify(data)
  if (list.told !== told) {
    list.told = told
    list.take(data, change => setTriggerValue("mended", change))
  }
}
