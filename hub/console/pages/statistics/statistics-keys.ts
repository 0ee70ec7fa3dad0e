import { useKeys } from '../../state/keys.ts'
import { goTo, place } from '../../state/navigator.ts'
import { pathTo } from '../../state/place.ts'
import { stepThroughLinks } from '../../state/step-through-links.ts'
import { STATISTICS_WORDS } from '../../words/statistics-words.ts'
import { WORDS } from '../../words/words.ts'
import { chooseMeasure, withoutLast } from './statistics-filters.tsx'
import { MEASURES, queryOfTab, STATISTICS_TABS, statisticsWish } from './statistics-wish.ts'

/** The keys of the pages of statistics; `renew` counts again. */
export function useStatisticsKeys(renew: () => void): void {
  const { keys } = WORDS
  const { keys: words } = STATISTICS_WORDS
  const query = (): URLSearchParams => place.peek()?.query ?? new URLSearchParams()
  const measure = (): void => {
    const wish = statisticsWish(query())
    const all = MEASURES[wish.tab]
    const next = all[(all.indexOf(wish.measure) + 1) % all.length] ?? all[0]
    if (next !== wish.measure) chooseMeasure(wish, next)
  }
  const dropLast = (): void => {
    const href = withoutLast(statisticsWish(query()))
    if (href !== undefined) goTo(href)
  }
  useKeys(keys.here, [
    { keys: 'j', words: keys.down, run: () => stepThroughLinks(1), inBar: true },
    { keys: 'k', words: keys.up, run: () => stepThroughLinks(-1), inBar: true },
    { keys: 'Enter', words: keys.filterFor, run: () => undefined, inBar: true },
    { keys: 'Backspace', words: keys.dropLast, run: dropLast },
    { keys: 'b', words: words.measure, run: measure, inBar: true },
    { keys: 'n', words: words.again, run: renew, inBar: true },
    ...STATISTICS_TABS.map((tab, index) => ({
      keys: String(index + 1),
      words: words[tab],
      run: () => goTo(pathTo('statistics', {}, queryOfTab(query(), tab).toString())),
    })),
  ])
}
