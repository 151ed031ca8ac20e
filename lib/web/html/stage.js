// The stage plays a list of films full screen, without a gap, also while the network is away.
//
// Two video elements take turns: one plays in front, the other holds the next film, decoded to its
// first frame. Films are fetched whole and kept in memory, so that a lost network stops nothing that
// is already here.

const CONTROLS_STAY = 2000 // milliseconds after the last movement
const INTRODUCTION = 4000 // milliseconds in which a new film shows its name
const KEPT = 4 // films in memory
const TOO_LARGE = 96 * 1024 * 1024 // bytes; a larger film is streamed
const WIDE = 1.45 // width to height from which a wide rendition fits the screen better
const SOON = 3000 // milliseconds for a question that the next film waits for
const SWIPE = 48 // pixels

const playlist = JSON.parse(document.getElementById("playlist").textContent)
const films = playlist.films
const byId = id => document.getElementById(id)
const stage = byId("stage")
const notice = byId("notice")

// ── Loading ─────────────────────────────────────────────────────────────────────────────────────

/** Address -> promise of an address that needs no network. The oldest is let go. */
const kept = new Map()

const isWideScreen = () => innerWidth / innerHeight >= WIDE
const addressOf = film => (isWideScreen() && film.wideFilm) || film.film

/** On a wide screen, learn whether there is a wide rendition. Without a network the tall one plays. */
async function lookForWide(film) {
  if (!isWideScreen() || !film.wide || film.wideFilm !== undefined) return
  const answer = await fetch(film.wide, { signal: AbortSignal.timeout(SOON) }).catch(() => null)
  if (answer?.ok) film.wideFilm = (await answer.json()).url ?? ""
}

function load(address) {
  if (!kept.has(address)) kept.set(address, fetchUntilHere(address))
  const source = kept.get(address)
  kept.delete(address)
  kept.set(address, source)
  while (kept.size > KEPT) {
    const [oldest, gone] = kept.entries().next().value
    kept.delete(oldest)
    gone.then(url => inUse(url) || URL.revokeObjectURL(url))
  }
  return source
}

const inUse = url => screens.some(screen => screen.video.src === url)

async function fetchUntilHere(address) {
  for (let wait = 500; ; wait = Math.min(2 * wait, 5000)) {
    try {
      const answer = await fetch(address)
      if (answer.status === 404 || answer.status === 410) return ""
      if (answer.ok) {
        if (Number(answer.headers.get("content-length")) > TOO_LARGE) {
          answer.body?.cancel()
          return address
        }
        return URL.createObjectURL(await answer.blob())
      }
    } catch {
      // The network is away: what is in memory plays on.
    }
    await new Promise(resolve => setTimeout(resolve, wait))
  }
}

// ── Two screens that take turns ─────────────────────────────────────────────────────────────────

class Screen {
  constructor() {
    this.video = document.createElement("video")
    this.video.playsInline = true
    this.video.preload = "auto"
    this.video.tabIndex = -1
    byId("films").append(this.video)
    this.place = -1
    this.address = ""
  }

  /** Hold the film at this place, decoded to its first frame. */
  async hold(place) {
    const address = addressOf(films[place])
    if (this.place === place && this.address === address) return this.held
    this.place = place
    this.address = address
    this.held = load(address).then(url => this.decode(url, address))
    return this.held
  }

  decode(url, address) {
    if (this.address !== address) return false // meanwhile another film is wanted here
    if (!url) return false
    return new Promise(resolve => {
      this.video.onloadeddata = () => resolve(true)
      this.video.onerror = () => resolve(false)
      this.video.src = url
      this.video.load()
    })
  }
}

const screens = [new Screen(), new Screen()]
let front = 0
let wanted = 0
let wantsToPlay = true
let muted = false

const shown = () => screens[front]
const after = place => (place + 1) % films.length
const before = place => (place + films.length - 1) % films.length

async function show(place, { since = performance.now() } = {}) {
  wanted = place
  if (!screens.some(each => each.place === place)) await lookForWide(films[place])
  if (wanted !== place) return
  let screen = screens.find(each => each.place === place && each.address === addressOf(films[place]))
  screen ??= screens[1 - front]
  if (!(await screen.hold(place))) return skip(place, screen)
  if (wanted !== place) return
  const last = shown()
  front = screens.indexOf(screen)
  screen.video.loop = films.length === 1
  screen.video.muted = muted
  if (screen.video.currentTime > 0) screen.video.currentTime = 0
  swap(last, screen, since) // its first frame is decoded, so it stands at once; playing follows
  introduce(place)
  if (wantsToPlay) await play()
  if (films.length > 1) prepare(after(place))
}

/** Decode the film behind the one that plays, so that it can follow without a gap. */
async function prepare(place) {
  await lookForWide(films[place])
  if (place === after(wanted)) screens[1 - front].hold(place)
}

function swap(last, screen, since) {
  screen.video.setAttribute("data-front", "")
  if (last !== screen) {
    last.video.removeAttribute("data-front")
    last.video.pause()
  }
  const seen = () => performance.measure("switch", { start: since, end: performance.now() })
  screen.video.requestVideoFrameCallback ? screen.video.requestVideoFrameCallback(seen) : seen()
  layOut()
}

/** A film that is gone must not stop the show. */
function skip(place, screen) {
  screen.place = -1
  if (wanted !== place) return
  films[place].isGone = true
  if (films.every(film => film.isGone)) return say("There is nothing to play here any more.")
  say("One film could not be loaded and was skipped.", 4000)
  let next = after(place)
  while (films[next].isGone) next = after(next)
  return show(next)
}

async function play() {
  wantsToPlay = true
  const { video } = shown()
  try {
    await video.play()
  } catch (error) {
    if (error.name !== "NotAllowedError" || muted) return
    // The browser allows sound only after a key or a click.
    setMuted(true)
    say("Sound is off. Press M or tap here to turn it on.")
    await video.play().catch(() => {})
  }
  stage.toggleAttribute("data-playing", !video.paused)
}

function pause() {
  wantsToPlay = false
  shown().video.pause()
  stage.removeAttribute("data-playing")
}

const toggle = () => (shown().video.paused ? play() : pause())

function setMuted(value) {
  muted = value
  for (const { video } of screens) video.muted = value
  stage.toggleAttribute("data-muted", value)
  byId("sound").setAttribute("aria-pressed", String(!value))
  if (!value && notice.dataset.about === "sound") say("")
}

// ── What is said ────────────────────────────────────────────────────────────────────────────────

let silence
function say(sentence, milliseconds = 0) {
  clearTimeout(silence)
  notice.textContent = sentence
  notice.dataset.about = sentence.startsWith("Sound") ? "sound" : ""
  if (milliseconds) silence = setTimeout(() => (notice.textContent = ""), milliseconds)
}

let introduction
function introduce(place) {
  byId("name").textContent = playlist.title || films[place].title
  byId("position").textContent = films.length > 1 ? `· ${place + 1} of ${films.length}` : ""
  surface.setAttribute("aria-label", `Play or pause: ${films[place].title}`)
  stage.setAttribute("data-introducing", "")
  clearTimeout(introduction)
  introduction = setTimeout(() => stage.removeAttribute("data-introducing"), INTRODUCTION)
  offerWide(films[place])
}

let idle
function wake() {
  stage.removeAttribute("data-idle")
  clearTimeout(idle)
  idle = setTimeout(() => {
    if (!document.querySelector("#controls :focus-visible")) stage.setAttribute("data-idle", "")
  }, CONTROLS_STAY)
}

// ── A film for the room ─────────────────────────────────────────────────────────────────────────

/** On a wide screen, offer to make the wide rendition of a tall film, where that can be made. */
function offerWide(film) {
  const button = byId("wide")
  button.hidden = !(isWideScreen() && film.wideFilm === "")
  button.textContent = film.making ? "Making it wide…" : "Fill the screen"
  button.disabled = Boolean(film.making)
}

async function makeWide() {
  const film = films[wanted]
  film.making = true
  offerWide(film)
  const made = await ask(film.wide)
  film.making = false
  if (made) {
    film.wideFilm = made
    if (films[wanted] === film) show(wanted)
  } else say("The wide film could not be made. The tall one plays on.", 5000)
  offerWide(films[wanted])
}

/** Ask for the rendition until it is there. Return its address, or "" if it cannot be made. */
async function ask(address) {
  for (;;) {
    const answer = await fetch(address, { method: "POST" }).catch(() => null)
    if (answer && !answer.ok && answer.status !== 503) return ""
    const told = answer?.ok ? await answer.json() : {}
    if (told.url) return told.url
    if (told.problem) return ""
    await new Promise(resolve => setTimeout(resolve, 500))
  }
}

// ── The glow beside a tall film ─────────────────────────────────────────────────────────────────
// The film's own edges, blurred on a canvas of a few pixels and enlarged by the browser: a blur of the
// whole screen would cost more than the film.

const canvas = byId("glow")
const paint = canvas.getContext("2d", { alpha: false })
const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches
const EDGE = 0.16 // of the film's width

const dusk = paint.createLinearGradient(0, 0, canvas.width, 0)
for (const [at, darkness] of [[0, 0.97], [0.3, 0.62], [0.5, 0.5], [0.7, 0.62], [1, 0.97]])
  dusk.addColorStop(at, `rgb(0 0 0 / ${darkness})`)

function layOut() {
  const { videoWidth, videoHeight } = shown().video
  const fills = videoWidth / videoHeight >= (innerWidth / innerHeight) * 0.98
  canvas.hidden = !videoWidth || fills
  glow()
}

function glow() {
  const { video } = shown()
  if (canvas.hidden || video.readyState < 2) return
  const { width, height } = canvas
  const [whole, tall] = [video.videoWidth, video.videoHeight]
  paint.filter = "blur(3px)"
  paint.drawImage(video, 0, 0, EDGE * whole, tall, -3, -3, width / 2 + 3, height + 6)
  paint.drawImage(video, (1 - EDGE) * whole, 0, EDGE * whole, tall, width / 2, -3, width / 2 + 3, height + 6)
  paint.filter = "none"
  paint.fillStyle = dusk
  paint.fillRect(0, 0, width, height)
}

// ── Keys, pointer, touch, a presenter's clicker ─────────────────────────────────────────────────

const goTo = (place, since) => show(place, { since })
const surface = byId("surface")

function fullScreen() {
  if (document.fullscreenElement) document.exitFullscreen()
  else stage.requestFullscreen?.({ navigationUI: "hide" }).catch(() => {})
}

function leave() {
  if (document.fullscreenElement) return document.exitFullscreen()
  if (history.length > 1 && document.referrer.startsWith(location.origin)) history.back()
  else location.assign(byId("leave").href)
}

const keys = {
  " ": toggle,
  k: toggle,
  ArrowRight: () => goTo(after(wanted)),
  ArrowLeft: () => goTo(before(wanted)),
  PageDown: () => goTo(after(wanted)),
  PageUp: () => goTo(before(wanted)),
  Home: () => goTo(0),
  End: () => goTo(films.length - 1),
  m: () => setMuted(!muted),
  f: fullScreen,
  b: toggle, // many clickers have a key that blanks the screen
  ".": toggle,
  Escape: leave,
}

addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  wake()
  const isButton = event.target.closest?.("#controls button, #controls a")
  if (isButton && (event.key === " " || event.key === "Enter")) return
  const digit = /^[1-9]$/.test(event.key) && Number(event.key) <= films.length
  const act = digit ? () => goTo(Number(event.key) - 1) : keys[event.key] ?? keys[event.key.toLowerCase()]
  if (!act || event.repeat) return
  event.preventDefault()
  act()
})

for (const moved of ["pointermove", "pointerdown", "focusin"]) addEventListener(moved, wake)

let touch
surface.addEventListener("pointerdown", event => (touch = { x: event.clientX, y: event.clientY }))
surface.addEventListener("click", event => {
  const far = touch ? event.clientX - touch.x : 0
  if (Math.abs(far) < SWIPE) toggle()
})
surface.addEventListener("pointerup", event => {
  const far = touch ? event.clientX - touch.x : 0
  if (films.length > 1 && Math.abs(far) >= SWIPE && Math.abs(far) > Math.abs(event.clientY - touch.y))
    goTo(far < 0 ? after(wanted) : before(wanted))
})
surface.addEventListener("dblclick", fullScreen)

notice.addEventListener("click", () => notice.dataset.about === "sound" && setMuted(false))
byId("play").addEventListener("click", toggle)
byId("next").addEventListener("click", () => goTo(after(wanted)))
byId("previous").addEventListener("click", () => goTo(before(wanted)))
byId("sound").addEventListener("click", () => setMuted(!muted))
byId("full").addEventListener("click", fullScreen)
byId("wide").addEventListener("click", makeWide)
byId("leave").addEventListener("click", event => {
  event.preventDefault()
  leave()
})

for (const { video } of screens) {
  video.addEventListener("ended", () => video === shown().video && goTo(after(wanted), performance.now()))
  video.addEventListener("pause", () => video === shown().video && stage.removeAttribute("data-playing"))
  video.addEventListener("playing", () => video === shown().video && stage.setAttribute("data-playing", ""))
}

addEventListener("resize", () => {
  layOut()
  offerWide(films[wanted])
})
addEventListener("offline", () => say("The network is away. The film plays on.", 4000))

// ── The screen stays awake ──────────────────────────────────────────────────────────────────────

async function stayAwake() {
  if (document.visibilityState !== "visible") return
  try {
    await navigator.wakeLock?.request("screen")
  } catch {
    // Low battery, or a page that is not served over https.
  }
}
document.addEventListener("visibilitychange", stayAwake)

// ── Begin ───────────────────────────────────────────────────────────────────────────────────────

function tick() {
  const { video } = shown()
  byId("progress").value = video.duration ? video.currentTime / video.duration : 0
  requestAnimationFrame(tick)
}

stage.toggleAttribute("data-single", films.length === 1)
stage.focus()
wake()
stayAwake()
setInterval(glow, isCalm ? 4000 : 250)
requestAnimationFrame(tick)
show(Math.min(playlist.start ?? 0, films.length - 1))
