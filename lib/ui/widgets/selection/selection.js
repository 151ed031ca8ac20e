// Which films are selected. The browser alone knows it: a tick costs no run of the page. The page is
// told when something is to be done with them.
//
// Ticks and stars stand on the cards, in the page's own markup: [data-tick] and [data-star] with the id
// of their film. A selection outlives a page that is turned and another search, until it is closed.

const selected = new Map() // id -> whether its film plays
const bars = new WeakMap()
let last = null // the id that was ticked last: where a range begins
let done = { all: 0, go: 0 } // the last answers that were carried out

const ticks = () => [...document.querySelectorAll("[data-tick]")]
const idOf = tick => tick.dataset.tick
const plays = tick => "plays" in tick.dataset

function choose(tick, isChosen) {
  if (isChosen) selected.set(idOf(tick), plays(tick))
  else selected.delete(idOf(tick))
}

/** From the last one that was ticked to this one, as they stand on the page. */
function chooseRange(tick) {
  const shown = ticks()
  const from = shown.findIndex(each => idOf(each) === last)
  const to = shown.indexOf(tick)
  if (from < 0) return choose(tick, true)
  shown.slice(Math.min(from, to), Math.max(from, to) + 1).forEach(each => choose(each, true))
}

function mark() {
  document.documentElement.toggleAttribute("data-selecting", selected.size > 0)
  for (const tick of ticks()) {
    const isChosen = selected.has(idOf(tick))
    if (tick.getAttribute("aria-pressed") !== String(isChosen)) tick.setAttribute("aria-pressed", String(isChosen))
    tick.closest(".film")?.toggleAttribute("data-chosen", isChosen)
  }
}

function draw(bar, data) {
  const count = selected.size
  const films = [...selected.values()].filter(Boolean).length
  const find = name => bar.querySelector(`#${name}`)
  const put = (element, text) => element.textContent === text || (element.textContent = text)
  bar.hidden = count === 0
  mark()
  if (!count) return
  put(find("count"), `${count.toLocaleString()} selected`)
  put(find("all"), data.most < data.total ? `First ${data.most.toLocaleString()}` : `All ${data.total.toLocaleString()}`)
  find("all").title = "Select everything that was found"
  find("all").hidden = count >= Math.min(data.total, data.most)
  find("present").hidden = films === 0
  find("zip").hidden = films === 0
  find("share").hidden = films === 0 || !data.shares
  find("compare").hidden = count !== 2 || films !== 2
}

/** The ZIP's ids go in the body: a thousand of them fit no address. */
function download({ address, fields }) {
  const form = document.createElement("form")
  Object.assign(form, { method: "post", action: address, hidden: true })
  const named = [...selected.keys()].map(id => ["g", id]).concat(Object.entries(fields))
  for (const [name, value] of named) form.append(Object.assign(document.createElement("input"), { name, value }))
  document.body.append(form)
  form.submit()
  form.remove()
}

export default function ({ data, parentElement, setTriggerValue }) {
  const bar = parentElement.querySelector(".bar")
  bars.get(parentElement)?.abort()
  const mounted = new AbortController()
  bars.set(parentElement, mounted)
  const listen = (target, kind, act) => target.addEventListener(kind, act, { signal: mounted.signal })
  const redraw = () => draw(bar, data)
  const send = acts => setTriggerValue("acted", acts)
  const ask = (act, ids = [...selected.keys()]) => window.skylit.ask(send, act, ids)
  const clear = () => {
    selected.clear()
    last = null
    redraw()
  }

  if (data.all && data.all.at > done.all) {
    done.all = data.all.at
    for (const [id, isFilm] of data.all.films) selected.set(id, isFilm)
  }
  if (data.go && data.go.at > done.go) {
    done.go = data.go.at
    location.assign(data.go.address)
  }

  window.skylit.answered(data.done)
  const hear = ({ button, shiftKey }) => {
    const { tick, star, act, of } = button.dataset
    if (tick) {
      if (shiftKey) chooseRange(button)
      else choose(button, !selected.has(tick))
      last = tick
      redraw()
    } else if (star) {
      const hasStar = button.getAttribute("aria-pressed") === "true"
      button.setAttribute("aria-pressed", String(!hasStar))
      ask(hasStar ? "unstar" : "star", [star])
    } else {
      ask(act, [of])
    }
  }
  listen(document, "keydown", event => {
    if (event.key !== "Escape" || !selected.size || document.querySelector("[role='dialog']")) return
    clear()
  })
  for (const act of ["present", "compare", "share", "star"])
    listen(bar.querySelector(`#${act}`), "click", () => ask(act))
  listen(bar.querySelector("#all"), "click", () => ask("all", []))
  listen(bar.querySelector("#zip"), "click", () => download(data.zip))
  listen(bar.querySelector("#close"), "click", clear)
  listen(bar.querySelector("#delete"), "click", () => {
    ask("delete")
    clear()
  })

  const watch = new MutationObserver(mark)
  watch.observe(document.body, { childList: true, subtree: true })
  mounted.signal.addEventListener("abort", () => watch.disconnect())
  redraw()
  const deafen = window.skylit.hear(hear)
  mounted.signal.addEventListener("abort", deafen)
  return () => {
    mounted.abort()
    document.documentElement.removeAttribute("data-selecting")
  }
}
