import { MOST_CHOSEN, type Preferences } from '../../contract/preferences-contract.ts'

type Single = 'theme' | 'density' | 'times' | 'folds' | 'noticeLanguage'

/**
 * What is chosen if both `mine` and `theirs` changed what was `base`: of a single choice mine counts, if I changed it;
 * of lists what either added is there, and what either took out is not.
 */
export function mergedPreferences(base: Preferences, mine: Preferences, theirs: Preferences): Preferences {
  const one = <K extends Single>(key: K): Preferences[K] => (mine[key] === base[key] ? theirs[key] : mine[key])
  return {
    theme: one('theme'),
    density: one('density'),
    times: one('times'),
    folds: one('folds'),
    noticeLanguage: one('noticeLanguage'),
    hidden: mergedLists(base.hidden, mine.hidden, theirs.hidden).slice(0, MOST_CHOSEN.hidden),
    views: mergedLists(base.views, mine.views, theirs.views).slice(0, MOST_CHOSEN.views),
  }
}

/** Whether the same is chosen. */
export function areSameChoices(a: Preferences, b: Preferences): boolean {
  return textOf(inOrder(a)) === textOf(inOrder(b))
}

function inOrder({ theme, density, times, hidden, folds, noticeLanguage, views }: Preferences): unknown {
  return [theme, density, times, hidden, folds, noticeLanguage, views.map(({ name, query }) => [name, query])]
}

function mergedLists<T>(base: readonly T[], mine: readonly T[], theirs: readonly T[]): readonly T[] {
  const [before, own, others] = [base, mine, theirs].map((list) => new Set(list.map(textOf)))
  const isKept = (item: T): boolean => before?.has(textOf(item)) !== true || own?.has(textOf(item)) === true
  const isNew = (item: T): boolean => before?.has(textOf(item)) !== true && others?.has(textOf(item)) !== true
  return [...theirs.filter(isKept), ...mine.filter(isNew)]
}

function textOf(item: unknown): string {
  return JSON.stringify(item)
}
