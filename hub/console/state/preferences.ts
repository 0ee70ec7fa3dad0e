import { effect, signal } from '@preact/signals'
import { storedJson } from './stored-json.ts'

/** What each person chooses, kept in the browser. */
export interface Preferences {
  readonly theme: 'system' | 'light' | 'dark'
  readonly density: 'compact' | 'comfortable'
  /** Which time stands first; the other one is in its title. */
  readonly times: 'local' | 'utc'
  /** Columns of the table of events that are not wanted. */
  readonly hidden: readonly string[]
  /** Whether events that repeat are one row. */
  readonly folds: boolean
  /** Saved views: a name, and the query of events. */
  readonly views: readonly SavedView[]
}

/** A filter with a name. */
export interface SavedView {
  readonly name: string
  readonly query: string
}

const PLACE = 'spoor.preferences'

/** What is chosen now. */
export const preferences = signal<Preferences>(read())

/** Changes some of it, and keeps it. */
export function prefer(change: Partial<Preferences>): void {
  preferences.value = { ...preferences.value, ...change }
  try {
    localStorage.setItem(PLACE, JSON.stringify(preferences.value))
  } catch {
    // A browser may keep nothing: then it counts until the page is closed.
  }
}

/** Gives the page its theme and density, and follows what other tabs choose. */
export function applyPreferences(): void {
  effect(() => {
    const { theme, density } = preferences.value
    const { dataset } = document.documentElement
    if (theme === 'system') delete dataset['theme']
    else dataset['theme'] = theme
    dataset['density'] = density
  })
  addEventListener('storage', ({ key }) => {
    if (key === PLACE) preferences.value = read()
  })
}

function read(): Preferences {
  const kept = storedJson(PLACE)
  const { theme, density, times, hidden, folds, views } = kept
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    density: density === 'comfortable' ? density : 'compact',
    times: times === 'utc' ? times : 'local',
    hidden: Array.isArray(hidden) ? hidden.map(String).slice(0, 20) : [],
    folds: folds !== false,
    views: Array.isArray(views) ? views.filter(isView).slice(0, 20) : [],
  }
}

function isView(view: unknown): view is SavedView {
  const has = typeof view === 'object' && view !== null && 'name' in view && 'query' in view
  return has && typeof view.name === 'string' && typeof view.query === 'string'
}
