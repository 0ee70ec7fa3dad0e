import { effect, signal } from '@preact/signals'
import {
  MOST_CHOSEN,
  type Preferences,
  type SavedView,
  USUAL_PREFERENCES,
} from '../../contract/preferences-contract.ts'
import { storedJson } from './stored-json.ts'

/** What the browser keeps of somebody's choices, so that the first paint has them and none is lost. */
export interface CachedPreferences {
  /** Whose they are; empty as long as that is not known. */
  readonly who: string
  readonly chosen: Preferences
  /** What the hub had last, and its revision: what differs from it is still to be sent. */
  readonly base: Preferences
  readonly revision: number
}

const PLACE = 'spoor.preferences'

/** What is chosen now, by whom, and what the hub knows of it. */
export const cachedPreferences = signal<CachedPreferences>(read())

/** What is chosen now. */
export const preferences = signal<Preferences>(cachedPreferences.peek().chosen)

/** Changes some of it. */
export function prefer(change: Partial<Preferences>): void {
  cachePreferences({ chosen: { ...preferences.peek(), ...change } })
}

/** Changes what the browser keeps. */
export function cachePreferences(change: Partial<CachedPreferences>): void {
  cachedPreferences.value = { ...cachedPreferences.peek(), ...change }
  preferences.value = cachedPreferences.peek().chosen
  try {
    localStorage.setItem(PLACE, JSON.stringify(cachedPreferences.peek()))
  } catch {
    // A browser may keep nothing: then the hub alone does.
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
    if (key !== PLACE) return
    cachedPreferences.value = read()
    preferences.value = cachedPreferences.peek().chosen
  })
}

function read(): CachedPreferences {
  const kept = storedJson(PLACE)
  const { who, chosen, base, revision } = kept
  return {
    who: typeof who === 'string' ? who : '',
    // Before the hub kept choices, the browser kept them alone, without a base.
    chosen: choicesIn(chosen ?? kept),
    base: choicesIn(base),
    revision: typeof revision === 'number' ? revision : 0,
  }
}

function choicesIn(value: unknown): Preferences {
  const { theme, density, times, hidden, folds, noticeLanguage, views } = Object.fromEntries(
    Object.entries(value ?? {}),
  )
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : USUAL_PREFERENCES.theme,
    density: density === 'comfortable' ? density : USUAL_PREFERENCES.density,
    times: times === 'utc' ? times : USUAL_PREFERENCES.times,
    hidden: Array.isArray(hidden) ? hidden.map(String).slice(0, MOST_CHOSEN.hidden) : USUAL_PREFERENCES.hidden,
    folds: folds !== false,
    noticeLanguage: noticeLanguage === 'de' ? noticeLanguage : USUAL_PREFERENCES.noticeLanguage,
    views: Array.isArray(views) ? views.filter(isView).slice(0, MOST_CHOSEN.views) : [],
  }
}

function isView(view: unknown): view is SavedView {
  const has = typeof view === 'object' && view !== null && 'name' in view && 'query' in view
  return has && typeof view.name === 'string' && typeof view.query === 'string'
}
