// The show: a list of films, one after another without a gap.
//
// Two video elements take turns: one plays in front, the other holds the next film, decoded to its
// first frame.

import { layOut } from "./glow.js"
import { load } from "./memory.js"
import { SOUND_IS_OFF, byId, stage } from "./room.js"
import { introduce, notice, say } from "./told.js"
import { addressOf, askForWide, isWideScreen, lookForWide } from "./wide.js"

const playlist = JSON.parse(byId("playlist").textContent)
export const films = playlist.films

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
    this.held = load(address, isInUse).then(url => this.decode(url, address))
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

const isInUse = url => screens.some(screen => screen.video.src === url)
const after = place => (place + 1) % films.length
const before = place => (place + films.length - 1) % films.length

export const shown = () => screens[front].video

export async function show(place, since = performance.now()) {
  wanted = place
  if (!screens.some(each => each.place === place)) await lookForWide(films[place])
  if (wanted !== place) return
  let screen = screens.find(each => each.place === place && each.address === addressOf(films[place]))
  screen ??= screens[1 - front]
  if (!(await screen.hold(place))) return skip(place, screen)
  if (wanted !== place) return
  const last = screens[front]
  front = screens.indexOf(screen)
  screen.video.loop = films.length === 1
  screen.video.muted = muted
  if (screen.video.currentTime > 0) screen.video.currentTime = 0
  swap(last, screen, since) // its first frame is decoded, so it stands at once; playing follows
  announce(place)
  if (wantsToPlay) await play()
  if (films.length > 1) prepare(after(place))
}

export const next = since => show(after(wanted), since)
export const previous = () => show(before(wanted))

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
  layOut(screen.video)
}

function announce(place) {
  introduce(playlist.title || films[place].title, films.length > 1 ? `${place + 1} of ${films.length}` : "")
  byId("surface").setAttribute("aria-label", `Play or pause: ${films[place].title}`)
  offerWide()
}

/** A film that is gone must not stop the show. */
function skip(place, screen) {
  screen.place = -1
  if (wanted !== place) return
  films[place].isGone = true
  if (films.every(film => film.isGone)) return say("There is nothing to play here any more.")
  say("One film could not be loaded and was skipped.", 4000)
  let other = after(place)
  while (films[other].isGone) other = after(other)
  return show(other)
}

async function play() {
  wantsToPlay = true
  try {
    await shown().play()
  } catch (error) {
    if (error.name !== "NotAllowedError" || muted) return
    mute(true)
    say(SOUND_IS_OFF)
    await shown().play().catch(() => {})
  }
  stage.toggleAttribute("data-playing", !shown().paused)
}

function pause() {
  wantsToPlay = false
  shown().pause()
  stage.removeAttribute("data-playing")
}

export const toggle = () => (shown().paused ? play() : pause())

export function mute(value = !muted) {
  muted = value
  for (const { video } of screens) video.muted = value
  stage.toggleAttribute("data-muted", value)
  byId("sound").setAttribute("aria-pressed", String(!value))
  if (!value && notice.dataset.about === "sound") say("")
}

/** On a wide screen, offer to make the wide rendition of a tall film, where that can be made. */
export function offerWide() {
  const film = films[wanted]
  const button = byId("wide")
  button.hidden = !(isWideScreen() && film.wideFilm === "")
  button.textContent = film.making ? "Making it wide…" : "Fill the screen"
  button.disabled = Boolean(film.making)
}

export async function makeWide() {
  const film = films[wanted]
  film.making = true
  offerWide()
  const made = await askForWide(film)
  film.making = false
  if (made) {
    film.wideFilm = made
    if (films[wanted] === film) show(wanted)
  } else say("The wide film could not be made. The tall one plays on.", 5000)
  offerWide()
}

for (const { video } of screens) {
  const inFront = act => () => video === shown() && act()
  video.addEventListener("ended", inFront(() => next(performance.now())))
  video.addEventListener("pause", inFront(() => stage.removeAttribute("data-playing")))
  video.addEventListener("playing", inFront(() => stage.setAttribute("data-playing", "")))
}

stage.toggleAttribute("data-single", films.length === 1)
show(Math.min(playlist.start ?? 0, films.length - 1))
