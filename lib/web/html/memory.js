// Films are fetched whole and kept in memory, so that a lost network stops nothing that is here.

const KEPT = 4 // films
const TOO_LARGE = 96 * 1024 * 1024 // bytes; a larger film is streamed

/** Address -> promise of an address that needs no network. The oldest is let go. */
const kept = new Map()

/** Return a promise of where the film can be played from; "" if it is gone. */
export function load(address, isInUse) {
  if (!kept.has(address)) kept.set(address, fetchUntilHere(address))
  const source = kept.get(address)
  kept.delete(address)
  kept.set(address, source)
  while (kept.size > KEPT) {
    const [oldest, gone] = kept.entries().next().value
    kept.delete(oldest)
    gone.then(url => isInUse(url) || URL.revokeObjectURL(url))
  }
  return source
}

async function fetchUntilHere(address) {
  for (let wait = 500; ; wait = Math.min(2 * wait, 5000)) {
    try {
      const answer = await fetch(address)
      if (answer.status === 404 || answer.status === 410) return ""
      if (answer.ok) {
        if (Number(answer.headers.get("content-length")) > TOO_LARGE) {
          answer.body?.cancel()
          return address
        }
        return URL.createObjectURL(await answer.blob())
      }
    } catch {
      // The network is away: what is in memory plays on.
    }
    await new Promise(resolve => setTimeout(resolve, wait))
  }
}
