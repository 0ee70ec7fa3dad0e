import { signal } from '@preact/signals'
import { keepPlace, keptPlace, linkInFocus } from './kept-place.ts'
import { type PagePlace, placeAt } from './place.ts'

/** Where the console is; undefined where it has no page. */
export const place = signal<PagePlace | undefined>(here())

/** How the address changes: a further entry of the history, or the present one. */
export type Step = 'push' | 'replace'

/** Goes to an address of the console. */
export function goTo(href: string, step: Step = 'push'): void {
  const before = location.pathname
  // A page of the same path may show the same list.
  const isSame = new URL(href, location.href).pathname === before
  keepPlace({ scroll: scrollY, link: isSame ? undefined : linkInFocus() })
  if (step === 'push') history.pushState(isSame ? keptPlace() : null, '', href)
  else history.replaceState(keptPlace(), '', href)
  place.value = here()
  if (location.pathname !== before) {
    scrollTo(0, 0)
    document.querySelector('main')?.focus({ preventScroll: true })
  }
}

/** Changes the query of the present page; undefined takes a name out. */
export function setQuery(changes: Readonly<Record<string, string | undefined>>, step: Step = 'push'): void {
  goTo(queried(changes), step)
}

/** The address of the present page with these changes of its query, or of another one. */
export function queried(changes: Readonly<Record<string, string | undefined>>, of = place.value?.query): string {
  const query = new URLSearchParams(of)
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) query.delete(name)
    else query.set(name, value)
  }
  const text = query.toString()
  return text === '' ? location.pathname : `${location.pathname}?${text}`
}

/** Follows links within the console without loading it again, and the buttons of the browser. */
export function followLinks(): void {
  addEventListener('popstate', () => (place.value = here()))
  document.addEventListener('click', (event) => {
    const link = isPlain(event) && event.target instanceof Element ? event.target.closest('a') : null
    if (link === null || !isWithin(link)) return
    event.preventDefault()
    goTo(link.href)
  })
}

/** Whether a click means nothing else than to go there. */
function isPlain({ button, metaKey, ctrlKey, shiftKey, altKey, defaultPrevented }: MouseEvent): boolean {
  return button === 0 && !(metaKey || ctrlKey || shiftKey || altKey || defaultPrevented)
}

function isWithin(link: HTMLAnchorElement): boolean {
  if (link.target !== '' || link.hasAttribute('download') || link.getAttribute('href')?.startsWith('#') === true)
    return false
  return link.origin === location.origin && placeAt(link.pathname, '') !== undefined
}

function here(): PagePlace | undefined {
  return placeAt(location.pathname, location.search)
}
