// The stage's keys, pointer, touch and clicker. What they do is in show.js.

import { glow, layOut } from "./glow.js"
import { byId, fullScreen, furnish, isPlain, isPressed, leave } from "./room.js"
import { films, makeWide, mute, next, offerWide, previous, show, shown, toggle } from "./show.js"
import { notice, say, wake } from "./told.js"

const SWIPE = 48 // pixels
const GLOWS_EVERY = matchMedia("(prefers-reduced-motion: reduce)").matches ? 4000 : 250 // milliseconds

const surface = byId("surface")

const keys = {
  " ": toggle,
  k: toggle,
  ArrowRight: () => next(),
  ArrowLeft: () => previous(),
  PageDown: () => next(),
  PageUp: () => previous(),
  Home: () => show(0),
  End: () => show(films.length - 1),
  m: () => mute(),
  f: fullScreen,
  b: toggle, // many clickers have a key that blanks the screen
  ".": toggle,
  Escape: leave,
}

addEventListener("keydown", event => {
  if (!isPlain(event)) return
  wake()
  if (isPressed(event)) return
  const digit = /^[1-9]$/.test(event.key) && Number(event.key) <= films.length
  const act = digit ? () => show(Number(event.key) - 1) : keys[event.key] ?? keys[event.key.toLowerCase()]
  if (!act || event.repeat) return
  event.preventDefault()
  act()
})

for (const moved of ["pointermove", "pointerdown", "focusin"]) addEventListener(moved, wake)

let touch
const across = event => (touch ? event.clientX - touch.x : 0)
surface.addEventListener("pointerdown", event => (touch = { x: event.clientX, y: event.clientY }))
surface.addEventListener("click", event => Math.abs(across(event)) < SWIPE && toggle())
surface.addEventListener("pointerup", event => {
  const far = across(event)
  if (films.length > 1 && Math.abs(far) >= SWIPE && Math.abs(far) > Math.abs(event.clientY - touch.y))
    far < 0 ? next() : previous()
})
surface.addEventListener("dblclick", fullScreen)

notice.addEventListener("click", () => notice.dataset.about === "sound" && mute(false))
byId("play").addEventListener("click", toggle)
byId("next").addEventListener("click", () => next())
byId("previous").addEventListener("click", () => previous())
byId("sound").addEventListener("click", () => mute())
byId("wide").addEventListener("click", makeWide)

addEventListener("resize", () => {
  layOut(shown())
  offerWide()
})
addEventListener("offline", () => say("The network is away. The film plays on.", 4000))

function tick() {
  const video = shown()
  byId("progress").value = video.duration ? video.currentTime / video.duration : 0
  requestAnimationFrame(tick)
}

furnish()
wake()
setInterval(() => glow(shown()), GLOWS_EVERY)
requestAnimationFrame(tick)
