// Films play where they stand. The picture with its caption is a button; while the film plays it gives
// way, so that nothing lies over the controls. One film stops another, also in another tab.
{
  const filmOf = event => event.target instanceof Element && event.target.closest(".film")
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("skylit-films") : null
  const pauseAll = except => {
    for (const video of document.querySelectorAll("video")) if (video !== except) video.pause()
  }

  document.addEventListener("click", event => {
    const film = filmOf(event)
    if (!film || !event.target.closest("[data-play]")) return
    const video = film.querySelector("video")
    video.controls = true
    video.play().catch(() => {}) // it may be paused or deleted before it begins
    video.focus()
  })
  // Media events do not bubble, but they can be caught on their way down.
  document.addEventListener("play", event => {
    filmOf(event)?.setAttribute("data-playing", "")
    pauseAll(event.target)
    tabs?.postMessage("plays")
  }, true)
  document.addEventListener("ended", event => filmOf(event)?.removeAttribute("data-playing"), true)
  tabs?.addEventListener("message", () => pauseAll())

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

  // "Share" hands the file itself to the phone. It stays hidden where the browser cannot do that.
  const probe = new File([""], "film.mp4", { type: "video/mp4" })
  if (navigator.canShare?.({ files: [probe] })) document.documentElement.dataset.shares = ""
  document.addEventListener("click", async event => {
    const button = event.target instanceof Element && event.target.closest("[data-share]")
    if (!button) return
    button.setAttribute("aria-busy", "true")
    try {
      const film = await (await fetch(button.dataset.share)).blob()
      const file = new File([film], button.dataset.name, { type: "video/mp4" })
      await navigator.share({ files: [file], title: button.dataset.title })
    } catch (error) {
      if (error.name !== "AbortError") window.skylit.say("This phone did not take the film. Download it instead.")
    } finally {
      button.removeAttribute("aria-busy")
    }
  })
}
