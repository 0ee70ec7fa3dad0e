import { hubFetch } from './hub-fetch.ts'

/** How the hub is to an open page: it serves the same console, another one since an update, or was not reached. */
export type HubOfPage = 'same' | 'other' | 'away'

/** How long a page counts as loaded anew just now, in milliseconds. */
const JUST_NOW = 60_000

/** Asks the hub which console it serves. Nothing is thrown. */
export async function hubOfPage(): Promise<HubOfPage> {
  try {
    const response = await hubFetch('/', { headers: { accept: 'text/html' }, cache: 'no-cache' })
    if (!response.ok) return 'away'
    // The name of the script changes with the content of every file that it leads to.
    const script = document.querySelector('script[src]')?.getAttribute('src')
    return (await response.text()).includes(`"${script}"`) ? 'same' : 'other'
  } catch {
    return 'away'
  }
}

/** Whether this page was loaded anew a moment ago: behind a proxy, hubs of two versions can answer by turns. */
export function isJustReloaded(): boolean {
  const [entry] = performance.getEntriesByType('navigation')
  return entry instanceof PerformanceNavigationTiming && entry.type === 'reload' && performance.now() < JUST_NOW
}
