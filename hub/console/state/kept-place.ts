/** What an entry of the browser's history keeps of its page: Back finds it as it was left. */
interface KeptPlace {
  /** How far it was scrolled, in pixels. */
  readonly scroll?: number
  /** How many older pages a list had, and which list. */
  readonly older?: { readonly list: string; readonly pages: number }
  /** The link by which it was left, as it is written. */
  readonly link?: string | undefined
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

/** How many older pages a list of this name had when it was left; 0 of another list. */
export function keptPages(list: string): number {
  const { older } = keptPlace()
  return older?.list === list ? older.pages : 0
}

/** Whether the present entry was scrolled: then what it showed there is wanted at once. */
export function isScrolled(): boolean {
  return (keptPlace().scroll ?? 0) > 0
}

/** Keeps that a list shows so many older pages. */
export function keepPages(list: string, pages: number): void {
  keepPlace({ older: { list, pages } })
}

/** The link of the page that has the focus, as it is written. */
export function linkInFocus(): string | undefined {
  return document.activeElement?.closest('main a')?.getAttribute('href') ?? undefined
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
  addEventListener('popstate', () => restore(keptPlace().link))
  restore()
}

/**
 * Scrolls as far as the entry was and focuses a link, once what was asked for is there; whoever scrolls himself is not
 * disturbed.
 */
function restore(link?: string): void {
  restoring?.abort()
  const { scroll = 0 } = keptPlace()
  const mine = new AbortController()
  const end = performance.now() + PATIENCE
  restoring = mine
  mine.signal.addEventListener('abort', () => (restoring = restoring === mine ? undefined : restoring))
  const step = (): void => {
    if (mine.signal.aborted) return
    scrollTo(0, scroll)
    const isThere = link === undefined || focusLink(link)
    if ((isThere && Math.abs(scrollY - scroll) < 2) || performance.now() > end) mine.abort()
    else requestAnimationFrame(step)
  }
  requestAnimationFrame(step)
}

/** Whether a link is there; it gets the focus unless something of the page has it. */
function focusLink(href: string): boolean {
  const link = [...document.querySelectorAll<HTMLElement>('main a')].find((each) => each.getAttribute('href') === href)
  const { activeElement } = document
  if (activeElement === document.body || activeElement?.localName === 'main') link?.focus({ preventScroll: true })
  return link !== undefined
}
