// In another site's frame the films of a link play one after another.
const video = document.querySelector("video")
const films = video.dataset.films.trim().split(" ")
let place = 0
video.addEventListener("ended", () => {
  place = (place + 1) % films.length
  video.src = films[place]
  video.play().catch(() => {}) // the browser may want a press first
})
