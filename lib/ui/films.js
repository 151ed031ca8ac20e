// Films play where they stand. The picture with its caption is a button; while the film plays it gives
// way, so that nothing lies over the controls, and one film stops another.
(() => {
  if (window.skylitFilms) return
  window.skylitFilms = true

  const filmOf = event => event.target instanceof Element && event.target.closest(".film")

  document.addEventListener("click", event => {
    const film = filmOf(event)
    if (!film || !event.target.closest("[data-play]")) return
    const video = film.querySelector("video")
    video.controls = true
    video.play()
    video.focus()
  })
  // Media events do not bubble, but they can be caught on their way down.
  document.addEventListener("play", event => {
    filmOf(event)?.setAttribute("data-playing", "")
    for (const other of document.querySelectorAll("video")) if (other !== event.target) other.pause()
  }, true)
  // On a narrow screen the frame may have scrolled away when its video begins to be made.
  let state
  new MutationObserver(() => {
    const phone = document.querySelector(".phone")
    const now = phone?.dataset.state
    if (now === state) return
    const begins = state === "preview" && now === "moving"
    state = now
    if (begins && phone.getBoundingClientRect().top < 0) {
      const still = matchMedia("(prefers-reduced-motion: reduce)").matches
      phone.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" })
    }
  }).observe(document.body, { childList: true, subtree: true })

  document.addEventListener("ended", event => filmOf(event)?.removeAttribute("data-playing"), true)
})()
