// What every page for a room full of people can do: fill the screen, be left, stay awake.

export const byId = id => document.getElementById(id)
export const stage = byId("stage")
export const isPlain = event => !event.ctrlKey && !event.metaKey && !event.altKey

/** Browsers allow sound only after a key or a click; a phone has no M. */
export const SOUND_IS_OFF = matchMedia("(hover: none)").matches
  ? "Sound is off. Tap here to turn it on."
  : "Sound is off. Press M or tap here to turn it on."

/** A button or link keeps its own keys. */
export const isPressed = event =>
  (event.key === " " || event.key === "Enter") && Boolean(event.target.closest?.("button:not(#surface), a"))

export function fullScreen() {
  if (document.fullscreenElement) document.exitFullscreen()
  else stage.requestFullscreen?.({ navigationUI: "hide" }).catch(() => {})
}

/** Back to the page that one came from; by an address alone, to History. */
export function leave() {
  if (document.fullscreenElement) return document.exitFullscreen()
  if (history.length > 1 && document.referrer.startsWith(location.origin)) history.back()
  else location.assign(byId("leave").href)
}

async function stayAwake() {
  if (document.visibilityState !== "visible") return
  try {
    await navigator.wakeLock?.request("screen")
  } catch {
    // Low battery, or a page that is not served over https.
  }
}

/** The button for the full screen, the link that leaves, and a screen that stays awake. */
export function furnish() {
  byId("full").addEventListener("click", fullScreen)
  byId("leave").addEventListener("click", event => {
    event.preventDefault()
    leave()
  })
  document.addEventListener("visibilitychange", stayAwake)
  stayAwake()
  stage.focus()
}
