// A button with data-copy puts its text into the clipboard, and says so for two seconds.
{
  const SAID = 2000 // ms

  /** Where the page came by plain http there is no clipboard; what is selected can be copied all the same. */
  function copySelected(text, beside) {
    const field = document.createElement("textarea")
    field.value = text
    field.className = "unseen"
    beside.append(field) // within the dialog, which keeps the focus inside
    field.select()
    const done = document.execCommand("copy")
    field.remove()
    return done
  }

  async function copy(button) {
    try {
      await navigator.clipboard.writeText(button.dataset.copy)
    } catch {
      if (!copySelected(button.dataset.copy, button.parentElement)) return
    }
    const label = button.dataset.label ?? button.textContent
    button.dataset.label = label
    button.textContent = "Copied"
    window.skylit.say("Copied.")
    button.focus()
    clearTimeout(button.timer)
    button.timer = setTimeout(() => (button.textContent = label), SAID)
  }

  document.addEventListener("click", event => {
    const button = event.target instanceof Element && event.target.closest("[data-copy]")
    if (button) copy(button)
  })
}
