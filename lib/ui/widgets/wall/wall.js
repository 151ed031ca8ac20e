// The wall of a batch: it is the progress, and the bar says it in a line. Asks an own route; the page is
// called for once the whole has come to an end, or was paused or resumed elsewhere.

const EVERY = 1000 // ms between two looks; more where there are many
const LONGEST = 10000
const PATIENCE = 10000
const MOST = 240 // frames: of more, those around the newest
const HIGHEST = 590 // pixels that a wall on a page may be high where its frames are small
const TELL = "skylit_tell"
const walls = new WeakMap()
const WORDS = { w: "waiting", d: "being drawn", r: "ready", f: "did not work", u: "not certain", c: "cancelled" }
const put = (element, text) => element.textContent === text || (element.textContent = text)
const kept = { // a browser may keep nothing at all
  get: () => { try { return localStorage.getItem(TELL) === "yes" } catch { return false } },
  set: on => { try { localStorage.setItem(TELL, on ? "yes" : "no") } catch { /* this tab alone, then */ } },
}

/** The fewest columns with which all frames stay within the height; no frame is wider than 150 pixels. */
function columns(count, width, highest, gap = 5) {
  for (let number = Math.max(1, Math.ceil(width / 155)); number < 60; number++) {
    const high = ((width - gap * (number - 1)) / number) * (800 / 608) + gap
    if (Math.ceil(count / number) * high <= highest) return number
  }
  return 24
}

function chime() {
  const audio = new AudioContext()
  const play = (frequency, at) => {
    const [tone, volume] = [audio.createOscillator(), audio.createGain()]
    tone.frequency.value = frequency
    volume.gain.setValueAtTime(0.0001, at)
    volume.gain.exponentialRampToValueAtTime(0.2, at + 0.02)
    volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.9)
    tone.connect(volume).connect(audio.destination)
    tone.start(at)
    tone.stop(at + 1)
  }
  play(660, audio.currentTime)
  play(990, audio.currentTime + 0.18)
}

class Wall {
  frames = []
  failures = 0

  constructor(root) {
    this.root = root
    this.find = id => root.querySelector(`#${id}`)
    this.tells = kept.get()
    this.find("tell").onclick = () => this.toggleTelling()
    const wall = this.find("wall")
    for (const name of ["pointerover", "focusin"]) wall.addEventListener(name, event => this.enlarge(event.target.closest(".f")))
    for (const name of ["pointerleave", "focusout"]) wall.addEventListener(name, () => this.enlarge(null))
    new ResizeObserver(() => this.arrange()).observe(root)
  }

  take(data, moved) {
    this.data = data
    this.moved = moved
    this.over = data.first.over
    this.paused = data.first.paused
    this.root.toggleAttribute("data-small", data.small)
    this.build(data.first)
    this.show(data.first)
    this.next(EVERY)
  }

  build({ states }) {
    const count = this.data.frames.length
    const newest = Math.max(states.lastIndexOf("r"), states.lastIndexOf("d"), 0)
    this.from = count > MOST ? Math.min(Math.max(0, newest - MOST / 2), count - MOST) : 0
    const shown = this.data.frames.slice(this.from, this.from + MOST)
    const key = `${this.from} ${shown.map(each => each[2]).join()}`
    if (this.key !== key) {
      this.key = key
      this.frames = shown.map(frame => this.frame(frame))
      this.find("wall").replaceChildren(...this.frames)
    }
    put(this.find("more"), count > MOST ? `Films ${(this.from + 1).toLocaleString()} to ${(this.from + shown.length).toLocaleString()} of ${count.toLocaleString()}` : "")
    this.arrange()
  }

  frame([words, , page]) {
    const frame = Object.assign(document.createElement("a"), { className: "f", href: page, target: "_self" })
    frame.setAttribute("role", "listitem")
    frame.dataset.words = words
    return frame
  }

  arrange() {
    if (!this.data || !this.root.clientWidth) return
    const small = this.data.small
    this.find("wall").style.setProperty("--columns", columns(this.frames.length, this.find("wall").clientWidth, small ? 430 : HIGHEST))
  }

  show(now) {
    if (this.data.frames.length > MOST) this.build(now)
    this.frames.forEach((frame, at) => this.showFrame(frame, at + this.from, now))
    const share = now.total ? now.ready / now.total : 0
    const bar = this.find("bar")
    bar.ariaValueNow = Math.round(100 * share)
    bar.ariaValueText = `${now.ready} of ${now.total} made${now.left ? `, ${now.left}` : ""}`
    bar.firstElementChild.style.width = `${100 * share}%`
    const facts = [now.failed && `${now.failed} did not work`, now.cancelled && `${now.cancelled} cancelled`, now.paused && !now.over && "paused", now.left, this.data.price]
    put(this.find("made"), `${now.ready.toLocaleString()} of ${now.total.toLocaleString()} made`)
    put(this.find("left"), facts.filter(Boolean).map(each => ` · ${each}`).join(""))
    const asides = [this.data.aside, !now.over && "you may close this page"]
    put(this.find("aside"), asides.filter(Boolean).join(" · "))
    this.find("tell").hidden = now.over
    this.find("tell").ariaPressed = this.tells
    document.title = now.over ? `Ready: ${now.ready} of ${now.total} · Skylit` : `${now.ready} of ${now.total} · Skylit`
    const tenth = Math.floor(10 * share)
    if (tenth !== this.tenth) put(this.find("said"), `${now.ready} of ${now.total} made`)
    this.tenth = tenth
  }

  showFrame(frame, place, { states, drawn }) {
    const state = states[place] ?? "w"
    const [words, poster] = this.data.frames[place]
    if (state === "d") frame.style.setProperty("--drawn", drawn[place] ?? 0)
    if (frame.dataset.s === state) return
    frame.dataset.s = state
    frame.ariaLabel = `${words}: ${WORDS[state]}`
    frame.querySelector("img")?.remove()
    if (state !== "r") return
    const image = Object.assign(new Image(), { src: poster, alt: "", loading: "lazy" })
    image.onload = () => image.classList.add("there")
    frame.append(image)
  }

  enlarge(frame) {
    const large = this.find("large")
    large.hidden = !frame
    if (!frame) return
    const image = large.querySelector("img")
    const source = frame.querySelector("img")?.src
    if (source) image.src = source
    else image.removeAttribute("src")
    put(large.querySelector("figcaption"), frame.dataset.words)
    const [at, whole] = [frame.getBoundingClientRect(), this.root.getBoundingClientRect()]
    const left = at.left - whole.left + at.width / 2 - 80
    large.style.left = `${Math.min(Math.max(0, left), whole.width - 160)}px`
    large.style.top = `${at.bottom - whole.top + 8}px`
  }

  async toggleTelling() {
    this.tells = !this.tells
    kept.set(this.tells)
    this.find("tell").ariaPressed = this.tells
    if (this.tells && globalThis.Notification?.permission === "default") await Notification.requestPermission()
  }

  /** It has come to its end while somebody watched. */
  ended(now) {
    if (!this.tells) return
    try { chime() } catch { /* a browser without sound */ }
    if (globalThis.Notification?.permission === "granted") {
      try { new Notification("Your films are ready", { body: `${now.ready} of ${now.total} made` }) } catch { /* a phone may refuse */ }
    }
  }

  next(wait) {
    clearTimeout(this.timer)
    if (this.over) return
    this.timer = setTimeout(() => this.look(), wait)
  }

  async look() {
    if (!this.root.isConnected) return
    const asked = this.data
    try {
      const answer = await fetch(asked.address, { signal: AbortSignal.timeout(PATIENCE) })
      if (!answer.ok) throw new Error(answer.status)
      const now = await answer.json()
      this.failures = 0
      if (asked !== this.data) return
      this.show(now)
      if (now.over) this.ended(now)
      if (now.over || now.paused !== this.paused || now.total !== asked.first.total) {
        this.over = now.over
        this.paused = now.paused
        this.moved(Date.now())
      }
      this.next(now.total > 500 ? 2 * EVERY : EVERY)
    } catch {
      this.next(Math.min(LONGEST, EVERY * 2 ** ++this.failures))
    }
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".batch")
  const wall = walls.get(parentElement) ?? new Wall(root)
  walls.set(parentElement, wall)
  wall.take(data, at => setTriggerValue("moved", at))
  return () => clearTimeout(wall.timer)
}
