// The focus never falls to the body. A button that does its work often goes with it ("Cancel",
// "Delete"): then the focus goes to what now stands in its place, else to the page's heading.
{
  const CONTROLS = "a[href], button:not(:disabled), input, textarea, video[controls], [tabindex='0']"
  const keyOf = element => [...element.classList].find(name => name.startsWith("st-key-"))
  let places = [] // keys of the containers around the focus, the nearest first
  let last = null

  const placesAround = element => {
    const found = []
    for (let each = element; each; each = each.parentElement) {
      const key = keyOf(each)
      if (key) found.push(key)
    }
    return found
  }
  const heir = () => {
    for (const key of places) {
      const inside = [...document.querySelectorAll(`.${CSS.escape(key)} :is(${CONTROLS})`)]
      const visible = inside.find(each => each.checkVisibility({ visibilityProperty: true }))
      if (visible) return visible
    }
    const heading = document.querySelector("[data-testid='stMain'] :is(h1, h2, .empty b)")
    heading?.setAttribute("tabindex", "-1")
    return heading
  }
  const settle = () => {
    const app = document.querySelector("[data-testid='stApp']")
    if (!last || last.isConnected || document.activeElement !== document.body) return
    if (app?.dataset.testScriptState !== "notRunning") return
    last = null
    heir()?.focus({ preventScroll: true })
  }

  document.addEventListener("focusin", event => {
    last = event.target
    places = placesAround(event.target)
  })
  // A click into the page's empty space lets go of the focus on purpose.
  document.addEventListener("pointerdown", event => {
    if (!event.target.closest?.(CONTROLS)) last = null
  })
  new MutationObserver(settle).observe(document.body, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["data-test-script-state"],
  })
}
