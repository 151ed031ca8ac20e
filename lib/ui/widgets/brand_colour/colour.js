// A brand's colour. A logo is read on a small canvas in this tab: its most vivid frequent colour is
// taken, and the picture is let go of. Nothing of it is sent.

const SIDE = 64 // pixels: enough to tell a logo's colours apart
const HEX = /^#?([0-9a-f]{6})$/i

const hex = channels => `#${channels.map(each => Math.round(each).toString(16).padStart(2, "0")).join("")}`

// Colours are counted in boxes of 32 steps a channel. Vivid ones count more than grey, white and
// black, which are the paper of most logos.
function mainColour(pixels) {
  const boxes = new Map()
  for (let at = 0; at < pixels.length; at += 4) {
    if (pixels[at + 3] < 128) continue
    const colour = [...pixels.slice(at, at + 3)]
    const vivid = (Math.max(...colour) - Math.min(...colour)) / 255
    const key = colour.map(each => each >> 5).join()
    const box = boxes.get(key) ?? { weight: 0, count: 0, sum: [0, 0, 0] }
    box.weight += 0.02 + vivid
    box.count += 1
    box.sum = box.sum.map((each, channel) => each + colour[channel])
    boxes.set(key, box)
  }
  const best = [...boxes.values()].sort((a, b) => b.weight - a.weight)[0]
  return best ? hex(best.sum.map(each => each / best.count)) : null
}

async function read(file) {
  const picture = new Image()
  picture.src = URL.createObjectURL(file)
  try {
    await picture.decode()
    const canvas = Object.assign(document.createElement("canvas"), { width: SIDE, height: SIDE })
    const context = canvas.getContext("2d")
    context.drawImage(picture, 0, 0, SIDE, SIDE)
    return mainColour(context.getImageData(0, 0, SIDE, SIDE).data)
  } catch {
    return null
  } finally {
    URL.revokeObjectURL(picture.src)
  }
}

export default function ({ data, parentElement, setStateValue }) {
  const [group, picked, typed, file, told] =
    [".brand", "#picked", "#typed", "[type=file]", "#told"].map(each => parentElement.querySelector(each))
  const choose = colour => {
    picked.value = colour
    typed.value = colour
    told.textContent = ""
    if (colour !== data.colour) setStateValue("colour", colour)
  }

  group.setAttribute("aria-label", data.label)
  picked.setAttribute("aria-label", `${data.label}, picked`)
  typed.setAttribute("aria-label", `${data.label}, as #RRGGBB`)
  if (!typed.matches(":focus")) typed.value = data.colour
  picked.value = data.colour

  picked.onchange = () => choose(picked.value)
  typed.oninput = () => {
    const found = HEX.exec(typed.value.trim())
    typed.setAttribute("aria-invalid", String(!found && typed.value.length >= 7))
    if (found) choose(`#${found[1].toLowerCase()}`)
  }
  file.onchange = async () => {
    const colour = file.files[0] ? await read(file.files[0]) : null
    file.value = ""
    if (colour) choose(colour)
    else told.textContent = "No colour was found in that file."
  }
}
