// "Download" opens a menu: the film, and what else can be had of it. A press on what is not there yet
// has it made; its row shows how far it is, and once it is there the browser saves it. All of this is
// plain HTTP (lib/web/routes/exports.py), so the page is not drawn anew.
{
  const EVERY = 500 // ms between two looks at what is being made
  const GAP = 8 // pixels between button and menu, and to the window's edge
  const films = new Map() // address of a film's files -> { files, asked, timer }
  let opener = null // the button whose menu is open

  const menu = document.createElement("div")
  menu.id = "files"
  menu.setAttribute("role", "menu")
  menu.popover = "manual"
  document.body.append(menu)

  const filmAt = address => {
    if (!films.has(address)) films.set(address, { files: null, asked: new Set(), problem: "" })
    return films.get(address)
  }
  const inMegabytes = bytes => `${(bytes / 1e6).toFixed(bytes < 1e6 ? 2 : 1)} MB`

  // ── What is there, and what is being made ─────────────────────────────────────────────────────

  async function look(address) {
    const film = filmAt(address)
    clearTimeout(film.timer)
    try {
      const answer = await fetch(address)
      if (!answer.ok) throw new Error(await answer.text())
      film.files = (await answer.json()).files
      film.problem = ""
      for (const file of film.files) settle(film, file)
    } catch (error) {
      film.problem = error instanceof TypeError ? "The connection is gone." : error.message
    }
    if (opener?.dataset.exports === address) draw()
    const isOpen = opener?.dataset.exports === address
    const isMaking = film.files?.some(file => file.fraction !== undefined)
    if (isMaking && (isOpen || film.asked.size)) film.timer = setTimeout(look, EVERY, address)
  }

  /** What was asked for here and is there now is saved, and said. */
  function settle(film, file) {
    if (!film.asked.has(file.key) || file.fraction !== undefined) return
    film.asked.delete(file.key)
    if (file.problem) return window.skylit.say(file.problem)
    if (!file.url) return // somebody cancelled it
    window.skylit.say(`${file.label} is ready.`)
    save(file.save)
  }

  function save(address) {
    const link = document.createElement("a")
    link.href = address
    link.download = ""
    link.click()
  }

  async function ask(address, file, method) {
    const film = filmAt(address)
    if (method === "POST") film.asked.add(file.key)
    else film.asked.delete(file.key)
    const answer = await fetch(file.ask, { method }).catch(() => null)
    if (answer && !answer.ok) {
      film.asked.delete(file.key)
      window.skylit.say(await answer.text())
    }
    look(address)
  }

  // ── The menu ──────────────────────────────────────────────────────────────────────────────────

  const made = (tag, className, ...inside) => {
    const element = document.createElement(tag)
    element.className = className
    element.append(...inside)
    return element
  }

  function row(kind, key, label, detail) {
    const item = made(kind, "row", made("i", ""), made("span", "label", label), made("span", "detail", detail))
    item.setAttribute("role", "menuitem")
    item.tabIndex = -1
    item.dataset.key = key
    return item
  }

  function link(key, label, detail, address) {
    const item = row("a", key, label, detail)
    item.dataset.state = "ready"
    item.href = address
    item.download = ""
    item.addEventListener("click", () => setTimeout(close)) // not before the browser has seen the click
    return item
  }

  function button(address, file) {
    const isMaking = file.fraction !== undefined
    const percent = Math.round(100 * (file.fraction ?? 0))
    const item = row("button", file.key, file.label, isMaking ? `${percent} % · Cancel` : file.detail)
    item.type = "button"
    item.dataset.state = isMaking ? "making" : file.problem ? "failed" : file.way
    item.style.setProperty("--done", `${percent}%`)
    if (isMaking) item.setAttribute("aria-label", `Cancel ${file.label}, ${percent} %`)
    if (file.problem) item.append(made("span", "problem", file.problem))
    item.addEventListener("click", () => ask(address, file, isMaking ? "DELETE" : "POST"))
    return item
  }

  const itemOf = (address, file) =>
    file.url ? link(file.key, file.label, `${file.detail} · ${inMegabytes(file.size)}`, file.save) : button(address, file)

  function draw() {
    const { exports: address, film, facts } = opener.dataset
    const { files, problem } = filmAt(address)
    const focused = menu.contains(document.activeElement) && document.activeElement.dataset.key
    const ready = (files ?? []).filter(file => file.url)
    const inside = [made("p", "group", "Ready"), link("film", "MP4", facts, film)]
    inside.push(...ready.map(file => itemOf(address, file)))
    const others = (files ?? []).filter(file => !file.url)
    for (const takes of new Set(others.map(file => file.takes))) {
      inside.push(made("p", "group", takes))
      inside.push(...others.filter(file => file.takes === takes).map(file => itemOf(address, file)))
    }
    if (problem) inside.push(made("p", "group problem", problem))
    menu.replaceChildren(...inside)
    place()
    if (focused) (menu.querySelector(`[data-key="${CSS.escape(focused)}"]`) ?? menu.querySelector(".row")).focus()
  }

  function place() {
    const at = opener.getBoundingClientRect()
    const { offsetWidth: width, offsetHeight: height } = menu
    const fitsAbove = at.top - GAP - height >= GAP
    const top = fitsAbove ? at.top - GAP - height : at.bottom + GAP
    const inside = (low, value, high) => Math.max(low, Math.min(value, high))
    menu.style.top = `${inside(GAP, top, innerHeight - height - GAP)}px`
    menu.style.left = `${inside(GAP, at.right - width, innerWidth - width - GAP)}px`
  }

  function open(from) {
    opener = from
    opener.setAttribute("aria-expanded", "true")
    menu.setAttribute("aria-label", opener.dataset.title)
    menu.showPopover()
    draw()
    menu.querySelector(".row").focus({ preventScroll: true })
    look(opener.dataset.exports)
  }

  function close() {
    if (!opener) return
    const last = opener
    opener = null
    last.setAttribute("aria-expanded", "false")
    if (menu.contains(document.activeElement)) last.focus({ preventScroll: true })
    menu.hidePopover()
  }

  document.addEventListener("click", event => {
    const from = event.target instanceof Element && event.target.closest("[data-exports]")
    if (!from) return
    const isOpen = opener === from
    close()
    if (!isOpen) open(from)
  })
  document.addEventListener("pointerdown", event => {
    const isOurs = menu.contains(event.target) || event.target.closest?.("[data-exports]") === opener
    if (opener && !isOurs) close()
  })
  const steps = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }
  menu.addEventListener("keydown", event => {
    const rows = [...menu.querySelectorAll(".row")]
    const at = rows.indexOf(document.activeElement)
    if (event.key === "Escape" || event.key === "Tab") close()
    else if (!(event.key in steps)) return
    else rows[Math.max(0, Math.min(at + steps[event.key], rows.length - 1))].focus()
    if (event.key !== "Tab") event.preventDefault()
    event.stopPropagation()
  })
  const isInside = target => target instanceof Node && menu.contains(target) // a window is no node
  for (const moved of ["resize", "scroll"]) addEventListener(moved, event => isInside(event.target) || close(), true)
}
