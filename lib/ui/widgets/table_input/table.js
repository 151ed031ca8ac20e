// A table on its way in. It goes to an own route as it is; the page learns under which id it is kept.

const PATIENCE = 60000 // ms for an answer: a spreadsheet is unpacked and read meanwhile
const inputs = new WeakMap()

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".input")
  const find = id => root.querySelector(`#${id}`)
  const state = inputs.get(parentElement) ?? {}
  inputs.set(parentElement, state)
  state.data = data
  find("most").textContent = data.megabytes
  if (state.listens) return
  state.listens = true

  const tell = (sentence, isBad = false) => {
    find("told").textContent = sentence
    find("told").toggleAttribute("data-bad", isBad)
  }
  const send = async (body, name, hasHeader) => {
    const { address, megabytes } = state.data
    if ((body.size ?? body.length) > megabytes * 1e6) return tell(`This file is larger than ${megabytes} MB. Split it into several.`, true)
    tell(name ? `Reading ${name}…` : "Reading your rows…")
    const query = `${address.includes("?") ? "&" : "?"}name=${encodeURIComponent(name)}&header=${hasHeader ? "yes" : "no"}`
    try {
      const answer = await fetch(address + query, { method: "POST", body, signal: AbortSignal.timeout(PATIENCE) })
      const told = await answer.json()
      if (!answer.ok) return tell(told.sentence, true)
      tell("")
      setTriggerValue("taken", { table: told.table, at: Date.now() })
    } catch {
      tell("Skylit did not answer. Your table is still yours: try again in a moment.", true)
    }
  }
  const take = file => file && send(file, file.name, find("header").checked)

  find("file").onchange = event => {
    take(event.target.files[0])
    event.target.value = "" // the same file again is a new choice
  }
  find("rows").oninput = () => { find("use").disabled = !find("rows").value.trim() }
  find("use").onclick = () => send(new Blob([find("rows").value]), "", find("header").checked)
  const drop = find("drop")
  const over = isOver => event => {
    event.preventDefault()
    drop.toggleAttribute("data-over", isOver)
  }
  drop.ondragover = over(true)
  drop.ondragleave = over(false)
  drop.ondrop = event => {
    over(false)(event)
    take(event.dataTransfer.files[0])
  }
}
