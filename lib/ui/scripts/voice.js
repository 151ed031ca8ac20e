// One lasting live region, for those who hear the page: a region that is drawn anew with its text is
// seldom read out. An element with data-voice speaks whenever its text changes; its value names the
// topic, so that a redrawn element with the same text stays silent.
{
  const QUIET = 600 // ms without a change: typing is not talked over
  const region = document.createElement("div")
  region.id = "voice"
  region.className = "unseen"
  region.setAttribute("role", "status")
  region.setAttribute("aria-live", "polite")
  document.body.append(region)

  const heard = new Map()
  let timer = 0

  window.skylit.say = sentence => { region.textContent = sentence }

  const listen = () => {
    const news = []
    for (const element of document.querySelectorAll("[data-voice]")) {
      const sentence = (element.dataset.says ?? element.textContent).trim()
      if (heard.get(element.dataset.voice) !== sentence) news.push(sentence)
      heard.set(element.dataset.voice, sentence)
    }
    if (news.some(Boolean)) window.skylit.say(news.filter(Boolean).join(" "))
  }
  new MutationObserver(() => {
    clearTimeout(timer)
    timer = setTimeout(listen, QUIET)
  }).observe(document.querySelector("#root") ?? document.body, { childList: true, subtree: true })
}
