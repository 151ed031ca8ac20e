// One lasting live region, for those who hear the page: a region that is drawn anew with its text is
// seldom read out. An element with data-voice speaks whenever its text changes; its value names the
// topic, so that a redrawn element with the same text stays silent.
{
  const QUIET = 600 // ms without a change: typing is not talked over
  const LATEST = 3000 // ms after the first change: a page that never rests is still heard
  const region = document.createElement("div")
  region.id = "voice"
  region.className = "unseen"
  region.setAttribute("role", "status")
  region.setAttribute("aria-live", "polite")
  document.body.append(region)

  const heard = new Map()
  let timer = 0
  let latest = 0 // when `listen` is due, whatever changes before; 0 while nothing has changed

  window.skylit.say = sentence => { region.textContent = sentence }

  const listen = () => {
    latest = 0
    const news = []
    for (const element of document.querySelectorAll("[data-voice]")) {
      const sentence = (element.dataset.says ?? element.textContent).trim()
      if (heard.get(element.dataset.voice) !== sentence) news.push(sentence)
      heard.set(element.dataset.voice, sentence)
    }
    if (news.some(Boolean)) window.skylit.say(news.filter(Boolean).join(" "))
  }
  new MutationObserver(() => {
    const now = performance.now()
    latest ||= now + LATEST
    clearTimeout(timer)
    timer = setTimeout(listen, Math.min(QUIET, Math.max(0, latest - now)))
  }).observe(document.querySelector("#root") ?? document.body, { childList: true, subtree: true })
}
