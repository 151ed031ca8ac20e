// Tells the page which of the buttons in its markup were pressed (scripts/acts.js). Draws nothing.

const hearing = new WeakMap()

export default function ({ data, parentElement, setTriggerValue }) {
  hearing.get(parentElement)?.()
  window.skylit.answered(data.done)
  const send = acts => setTriggerValue("acted", acts)
  const stop = window.skylit.hear(({ button }) => {
    const { act, of } = button.dataset
    if (act) window.skylit.ask(send, act, of ? [of] : [])
  })
  hearing.set(parentElement, stop)
  return stop
}
