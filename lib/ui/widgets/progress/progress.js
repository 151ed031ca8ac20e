// How far films are, without drawing the page for it: asks an own route, moves bar and words, and calls
// for the page once a film stands where the page looks different.
//
// The sentence is a polite live region and changes rarely; the time left and the bar change often and
// are read out only when somebody goes there.

const EVERY = 500 // ms between two looks
const SOON = 120 // ms, while a film is nearly done: somebody waits for it
const LONGEST = 8000 // ms between two looks at a server that does not answer
const AGAIN = 20000 // ms before the page is called for once more: a call cuts short the run before it
const PATIENCE = 10000 // ms for one answer
const watchers = new WeakMap()

const put = (element, text) => element.textContent === text || (element.textContent = text)

function draw(root, label, film) {
  const percent = Math.round(100 * film.fraction)
  put(root.querySelector("#sentence"), film.sentence)
  put(root.querySelector("#left"), film.left)
  const bar = root.querySelector("#bar")
  bar.ariaLabel = label
  bar.ariaValueNow = percent
  bar.ariaValueText = `${percent} %, ${film.left || film.sentence}`
  bar.firstElementChild.style.width = `${percent}%`
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".progress")
  const watcher = watchers.get(parentElement) ?? { failures: 0, called: 0 }
  watchers.set(parentElement, watcher)
  clearTimeout(watcher.timer)
  watcher.data = data
  root.hidden = !data.first
  if (data.first) draw(root, data.label, data.first)

  const look = async () => {
    const asked = watcher.data
    const answer = await fetch(asked.address, { signal: AbortSignal.timeout(PATIENCE) })
    if (!answer.ok) throw new Error(answer.status)
    const films = await answer.json()
    if (asked !== watcher.data) return EVERY // the page was drawn meanwhile
    const [shown] = Object.values(films)
    if (asked.first && shown) draw(root, asked.label, shown)
    const moved = Object.entries(asked.films).some(([id, same]) => !same.includes(films[id]?.status))
    if (moved && Date.now() - watcher.called > AGAIN) {
      watcher.called = Date.now()
      setTriggerValue("moved", watcher.called)
    }
    return Object.values(films).some(film => film.soon) ? SOON : EVERY
  }
  const next = wait => {
    clearTimeout(watcher.timer)
    watcher.timer = setTimeout(async () => {
      let wait
      try {
        wait = await look()
        watcher.failures = 0
      } catch {
        wait = Math.min(LONGEST, EVERY * 2 ** ++watcher.failures)
      }
      if (parentElement.isConnected) next(wait)
    }, wait)
  }
  next(data.first ? EVERY : 0)
  return () => clearTimeout(watcher.timer)
}
