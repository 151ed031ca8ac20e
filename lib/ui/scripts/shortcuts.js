// A link that names its key (aria-keyshortcuts) is followed when that key is pressed, except while
// somebody types or looks at a dialog.
{
  const TYPING = "input, textarea, select, [contenteditable]:not([contenteditable='false'])"
  const isTyping = event => {
    const [target] = event.composedPath() // the caption's field stands in a shadow tree
    return target instanceof Element && target.matches(TYPING)
  }
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return
    if (isTyping(event) || document.querySelector("[role='dialog']")) return
    const links = [...document.querySelectorAll("a[aria-keyshortcuts]")]
    links.find(each => each.ariaKeyShortcuts?.toLowerCase() === event.key.toLowerCase())?.click()
  })
}
