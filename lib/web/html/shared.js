// A shared film plays where it stands, with sound; one film stops another.
for (const button of document.querySelectorAll(".play")) {
  const video = document.getElementById(button.dataset.for)
  const label = button.querySelector("span")
  const told = () => (label.textContent = video.paused ? "Play" : "Pause")
  button.addEventListener("click", () => {
    video.controls = true
    video.paused ? video.play() : video.pause()
  })
  video.addEventListener("click", () => video.controls || button.click())
  video.addEventListener("play", () => {
    for (const other of document.querySelectorAll("video")) if (other !== video) other.pause()
    told()
  })
  video.addEventListener("pause", told)
}
