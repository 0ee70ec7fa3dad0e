/** What an entry of the browser's history keeps of its page: Back finds it as it was left. */
interface KeptPlace {
  /** How far it was scrolled, in pixels. */
  readonly scroll?: number
  /** How many older pages a list had, and which list. */
  readonly older?: { readonly list: string; readonly pages: number }
}

/** How long scrolling rests before it is kept, and how long is waited for a page to grow, in milliseconds. */
const [REST, PATIENCE] = [150, 5000]

let restoring: AbortController | undefined

/** What the present entry keeps. */
export function keptPlace(): KeptPlace {
  const { state }: { readonly state: unknown } = history
  return typeof state === 'object' && state !== null ? state : {}
}

/** Adds to what the present entry keeps. */
export function keepPlace(change: KeptPlace): void {
  history.replaceState({ ...keptPlace(), ...change }, '')
}

/** Keeps how far the page is scrolled, and scrolls an entry that is returned to as it was. */
export function keepScroll(): void {
  history.scrollRestoration = 'manual'
  let timer: ReturnType<typeof setTimeout> | undefined
  addEventListener('scroll', () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      if (restoring === undefined) keepPlace({ scroll: scrollY })
    }, REST)
  })
  for (const meant of ['wheel', 'pointerdown', 'keydown', 'touchmove'])
    addEventListener(meant, () => restoring?.abort(), { passive: true })
  addEventListener('popstate', restoreScroll)
  restoreScroll()
}

/** Scrolls as far as the entry was, once what was asked for is there; whoever scrolls himself is not disturbed. */
function restoreScroll(): void {
  restoring?.abort()
  const { scroll = 0 } = keptPlace()
  const mine = new AbortController()
  const end = performance.now() + PATIENCE
  restoring = mine
  mine.signal.addEventListener('abort', () => (restoring = restoring === mine ? undefined : restoring))
  const step = (): void => {
    if (mine.signal.aborted) return
    scrollTo(0, scroll)
    if (Math.abs(scrollY - scroll) < 2 || performance.now() > end) mine.abort()
    else requestAnimationFrame(step)
  }
  requestAnimationFrame(step)
}
