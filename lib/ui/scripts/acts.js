// Buttons that stand in our own markup: [data-act] with what they ask for and, in data-of, of what,
// such as the id of their film; ticks and stars of History ([data-tick], [data-star]). A widget of the page hears them
// (widgets/acts, widgets/selection). What is pressed before that widget is there waits for it.
{
  const waiting = []
  let hearer = null

  const drain = () => {
    while (hearer && waiting.length) hearer(waiting.shift())
  }
  /** Give what is pressed to `hear`, as { button, shiftKey }. Return how to stop that. */
  window.skylit.hear = hear => {
    hearer = hear
    drain()
    return () => {
      if (hearer === hear) hearer = null
    }
  }
  document.addEventListener("click", event => {
    const button = event.target instanceof Element && event.target.closest("[data-act], [data-tick], [data-star]")
    if (!button) return
    waiting.push({ button, shiftKey: event.shiftKey })
    drain()
  })

  // A run that is interrupted by the next forgets what it was asked. So every message holds all acts
  // that no page has answered yet, each with a number of its own.
  let last = 0
  let unanswered = []
  window.skylit.ask = (send, act, of) => {
    last = Math.max(last + 1, Date.now())
    unanswered.push({ act, of, at: last })
    send([...unanswered])
    return last
  }
  window.skylit.answered = at => {
    unanswered = unanswered.filter(each => each.at > at)
  }
}
