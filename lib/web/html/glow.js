// The glow beside a tall film: its own edges, blurred on a canvas of a few pixels and enlarged by the
// browser. A blur of the whole screen would cost more than the film.

import { byId } from "./room.js"

const EDGE = 0.16 // of the film's width
const NEARLY = 0.98 // of the screen's shape: such a film needs no glow

const canvas = byId("glow")
const paint = canvas.getContext("2d", { alpha: false })

const dusk = paint.createLinearGradient(0, 0, canvas.width, 0)
for (const [at, darkness] of [[0, 0.97], [0.3, 0.62], [0.5, 0.5], [0.7, 0.62], [1, 0.97]])
  dusk.addColorStop(at, `rgb(0 0 0 / ${darkness})`)

/** Show it where this film leaves room at its sides. */
export function layOut(video) {
  const { videoWidth, videoHeight } = video
  const fills = videoWidth / videoHeight >= (innerWidth / innerHeight) * NEARLY
  canvas.hidden = !videoWidth || fills
  glow(video)
}

export function glow(video) {
  if (canvas.hidden || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return
  const { width, height } = canvas
  const [whole, tall] = [video.videoWidth, video.videoHeight]
  paint.filter = "blur(3px)"
  paint.drawImage(video, 0, 0, EDGE * whole, tall, -3, -3, width / 2 + 3, height + 6)
  paint.drawImage(video, (1 - EDGE) * whole, 0, EDGE * whole, tall, width / 2, -3, width / 2 + 3, height + 6)
  paint.filter = "none"
  paint.fillStyle = dusk
  paint.fillRect(0, 0, width, height)
}
