/** What a person chooses about the console. */
export interface Preferences {
  readonly theme: 'system' | 'light' | 'dark'
  readonly density: 'compact' | 'comfortable'
  /** Which time stands first; the other one is in its title. */
  readonly times: 'local' | 'utc'
  /** Columns of the table of events that are not wanted. */
  readonly hidden: readonly string[]
  /** Whether events that repeat are one row. */
  readonly folds: boolean
  /** The language of notices to customers. */
  readonly noticeLanguage: 'en' | 'de'
  /** Saved views: a name, and the query of events. */
  readonly views: readonly SavedView[]
}

/** A filter with a name. */
export interface SavedView {
  readonly name: string
  readonly query: string
}

/** What is chosen as long as nothing is. */
export const USUAL_PREFERENCES: Preferences = {
  theme: 'system',
  density: 'compact',
  times: 'local',
  hidden: ['service'],
  folds: true,
  noticeLanguage: 'en',
  views: [],
}

/** How much may be chosen. */
export const MOST_CHOSEN = { hidden: 20, views: 20, name: 40, query: 2000 }

/** What whoever asks has chosen. The revision rises with each change, and is 0 as long as nothing was chosen. */
export interface PreferencesAnswer {
  readonly revision: number
  readonly preferences: Preferences
}
