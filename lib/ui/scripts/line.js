// A lost connection is said in our own words, and only when it lasts.
{
  const PATIENCE = 1500 // ms
  const notice = document.createElement("p")
  notice.id = "line"
  notice.setAttribute("role", "status")
  document.body.append(notice)
  let timer = 0

  const look = () => {
    const state = document.querySelector("[data-testid='stApp']")?.dataset.testConnectionState
    const lost = Boolean(state) && state !== "CONNECTED" && state !== "INITIAL"
    if (!lost) {
      clearTimeout(timer)
      timer = 0
      notice.textContent = ""
    } else if (!timer) {
      timer = setTimeout(() => {
        notice.textContent = "The connection is gone. Your words are safe, and Skylit keeps trying."
      }, PATIENCE)
    }
  }
  new MutationObserver(look).observe(document.body, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["data-test-connection-state"],
  })
}
