// Two films side by side, in step, with one sound.
//
// The longer film is the clock. The other one follows: a small lag is made good by its pace, which
// nobody sees or hears; a large one by a jump. While either has to load, both wait.

import { SOUND_IS_OFF, byId, fullScreen, furnish, isPlain, isPressed, leave, stage } from "./room.js"

const LOOK = 100 // milliseconds between two looks at the lag
const IN_STEP = 0.015 // seconds that nobody notices
const JUMP = 0.3 // seconds from which a lag is not made good by pace any more
const GENTLE = 0.1 // how much faster or slower a film may go
const GAIN = 3 // a lag is made good within a third of a second, as far as the pace allows
const BACK_AND_FORTH = 1 // seconds that an arrow key goes
const FRAME = 1 / 30 // seconds

const notice = byId("notice")
const time = byId("time")
const ears = [...document.querySelectorAll(".ear")]
const videos = [...document.querySelectorAll(".side video")]
let clock = videos[0]
let follower = videos[1]
let wantsToPlay = true
let heard = 0 // whose sound is on; -1: nobody's
let isMoving = false // somebody moves the time

const length = () => clock.duration || 0
const both = act => videos.forEach(act)
const canPlay = video => video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA || video.ended

// ── In step ─────────────────────────────────────────────────────────────────────────────────────

function keepInStep() {
  if (!wantsToPlay || isMoving) return
  if (clock.ended) return goTo(0)
  if (!videos.every(canPlay)) return both(video => video.pause())
  both(video => video.paused && !video.ended && start(video))
  const lag = clock.currentTime - follower.currentTime
  if (follower.ended || clock.currentTime >= follower.duration) return
  if (Math.abs(lag) > JUMP) follower.currentTime = clock.currentTime
  const pace = Math.abs(lag) < IN_STEP ? 1 : 1 + Math.max(-GENTLE, Math.min(GENTLE, GAIN * lag))
  follower.playbackRate = Math.abs(lag) > JUMP ? 1 : pace
}

/** Both at this time; they play on from there if they played. */
function goTo(seconds) {
  const at = Math.max(0, Math.min(seconds, length()))
  both(video => {
    video.playbackRate = 1
    video.currentTime = Math.min(at, video.duration || at)
  })
  draw()
}

async function start(video) {
  try {
    await video.play()
  } catch (error) {
    if (error.name !== "NotAllowedError" || video.muted) return
    hear(-1)
    notice.textContent = SOUND_IS_OFF
  }
}

function play() {
  wantsToPlay = true
  if (clock.ended) goTo(0)
  keepInStep()
  draw()
}

function pause() {
  wantsToPlay = false
  both(video => video.pause())
  follower.currentTime = Math.min(clock.currentTime, follower.duration || 0)
  draw()
}

const toggle = () => (wantsToPlay ? pause() : play())

function step(seconds) {
  if (Math.abs(seconds) < BACK_AND_FORTH) pause()
  goTo(clock.currentTime + seconds)
}

// ── One sound ───────────────────────────────────────────────────────────────────────────────────

function hear(place) {
  heard = place
  videos.forEach((video, at) => (video.muted = at !== place))
  ears.forEach((ear, at) => ear.setAttribute("aria-pressed", String(at === place)))
  if (place >= 0) notice.textContent = ""
}

// ── What is shown ───────────────────────────────────────────────────────────────────────────────

function draw() {
  stage.toggleAttribute("data-playing", wantsToPlay)
  byId("play").setAttribute("aria-label", wantsToPlay ? "Pause" : "Play")
  if (!isMoving) time.value = clock.currentTime
  time.setAttribute("aria-valuetext", `${Math.round(clock.currentTime)} of ${Math.round(length())} s`)
}

// ── Keys and pointer ────────────────────────────────────────────────────────────────────────────

const keys = {
  " ": toggle,
  k: toggle,
  ArrowRight: () => step(BACK_AND_FORTH),
  ArrowLeft: () => step(-BACK_AND_FORTH),
  ".": () => step(FRAME),
  ",": () => step(-FRAME),
  Home: () => goTo(0),
  1: () => hear(0),
  2: () => hear(1),
  m: () => hear(heard < 0 ? 0 : -1),
  f: fullScreen,
  Escape: leave,
}

addEventListener("keydown", event => {
  if (!isPlain(event) || isPressed(event)) return
  if (event.target === time && event.key !== "Escape" && event.key !== " ") return
  const act = keys[event.key] ?? keys[event.key.toLowerCase()]
  if (!act) return
  event.preventDefault()
  act()
})

byId("play").addEventListener("click", toggle)
ears.forEach((ear, at) => ear.addEventListener("click", () => hear(heard === at ? -1 : at)))
notice.addEventListener("click", () => hear(0))
time.addEventListener("input", () => {
  isMoving = true
  both(video => video.pause())
  goTo(Number(time.value))
})
time.addEventListener("change", () => {
  isMoving = false
  keepInStep()
})
both(video => {
  video.addEventListener("click", toggle)
  video.addEventListener("error", () => {
    notice.textContent = "One of the films could not be loaded: it was deleted, or the network is away."
  })
  video.addEventListener("loadedmetadata", () => {
    if (!videos.every(each => each.duration)) return
    ;[clock, follower] = videos[1].duration > videos[0].duration ? [videos[1], videos[0]] : videos
    time.max = length()
    draw()
  })
})

furnish()
hear(0)
draw()
setInterval(() => {
  keepInStep()
  draw()
}, LOOK)
