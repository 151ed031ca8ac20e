// A tall film has a wide rendition for a wide screen: found if it is there, made if somebody asks.

const WIDE = 1.45 // width to height from which a wide rendition fits the screen better
const SOON = 3000 // milliseconds for a question that the next film waits for
const LOOK = 500 // milliseconds between two looks at one that is being made

export const isWideScreen = () => innerWidth / innerHeight >= WIDE
export const addressOf = film => (isWideScreen() && film.wideFilm) || film.film

/** Learn whether there is one. Without a network the tall film plays. */
export async function lookForWide(film) {
  if (!isWideScreen() || !film.wide || film.wideFilm !== undefined) return
  const answer = await fetch(film.wide, { signal: AbortSignal.timeout(SOON) }).catch(() => null)
  if (answer?.ok) film.wideFilm = (await answer.json()).url ?? ""
}

/** Ask for it until it is there. Return its address, or "" if it cannot be made. */
export async function askForWide(film) {
  for (;;) {
    const answer = await fetch(film.wide, { method: "POST" }).catch(() => null)
    if (answer && !answer.ok && answer.status !== 503) return ""
    const told = answer?.ok ? await answer.json() : {}
    if (told.url) return told.url
    if (told.problem) return ""
    await new Promise(resolve => setTimeout(resolve, LOOK))
  }
}
