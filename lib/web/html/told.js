// What the stage says, and for how long: notices, the name of a film, the controls.

import { byId, stage } from "./room.js"

const CONTROLS_STAY = 2000 // milliseconds after the last movement
const INTRODUCTION = 4000 // milliseconds in which a new film shows its name

export const notice = byId("notice")

let silence
export function say(sentence, milliseconds = 0) {
  clearTimeout(silence)
  notice.textContent = sentence
  notice.dataset.about = sentence.startsWith("Sound") ? "sound" : ""
  if (milliseconds) silence = setTimeout(() => (notice.textContent = ""), milliseconds)
}

let introduction
/** `name` is the film's, or that of the list it belongs to; `position` such as "3 of 14". */
export function introduce(name, position) {
  byId("name").textContent = name
  byId("position").textContent = position && `· ${position}`
  stage.setAttribute("data-introducing", "")
  clearTimeout(introduction)
  introduction = setTimeout(() => stage.removeAttribute("data-introducing"), INTRODUCTION)
}

let idle
/** Somebody is there: show the controls, until nobody has moved for a while. */
export function wake() {
  stage.removeAttribute("data-idle")
  clearTimeout(idle)
  idle = setTimeout(() => {
    if (!document.querySelector("#controls :focus-visible")) stage.setAttribute("data-idle", "")
  }, CONTROLS_STAY)
}
