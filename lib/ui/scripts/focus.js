// The focus never falls to the body. A button that does its work often goes with it ("Cancel",
// "Delete"): then the focus goes to what now stands in its place, else to the page's heading.
{
  const CONTROLS = "a[href], button:not(:disabled), input, textarea, video[controls], [tabindex='0']"
  // A place keeps its name when it is drawn anew: a container's key, or data-place in our own markup.
  const placeOf = element => {
    if (element.dataset?.place) return `[data-place="${CSS.escape(element.dataset.place)}"]`
    const key = [...element.classList].find(name => name.startsWith("st-key-"))
    return key && `.${CSS.escape(key)}`
  }
  let places = [] // selectors of the places around the focus, the nearest first
  let last = null
  // The same button of the same film, drawn anew, such as a star.
  const workOf = ({ dataset: { act, of, star, tick } }) => [act && `${act} ${of}`, star, tick].join("|")
  const does = each => workOf(each) !== "||" && workOf(each) === workOf(last)

  const placesAround = element => {
    const found = []
    for (let each = element; each; each = each.parentElement) {
      const place = placeOf(each)
      if (place) found.push(place)
    }
    return found
  }
  const heir = () => {
    for (const place of places) {
      const inside = [...document.querySelectorAll(`${place} :is(${CONTROLS})`)]
      const visible = inside.find(does) ?? inside.find(each => each.checkVisibility({ visibilityProperty: true }))
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
    const next = heir()
    last = null
    next?.focus({ preventScroll: true })
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
