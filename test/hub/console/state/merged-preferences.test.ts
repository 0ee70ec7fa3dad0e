import assert from 'node:assert/strict'
import { test } from 'node:test'
import { areSameChoices, mergedPreferences } from '../../../../hub/console/state/merged-preferences.ts'
import { MOST_CHOSEN, type Preferences, USUAL_PREFERENCES } from '../../../../hub/contract/preferences-contract.ts'

const view = (name: string): { name: string; query: string } => ({ name, query: `q=${name}` })
const chosen = (change: Partial<Preferences>): Preferences => ({ ...USUAL_PREFERENCES, ...change })

test('two browsers that choose at once both get what each of them changed', () => {
  const base = chosen({ hidden: ['ip'], views: [view('a'), view('b')] })
  const mine = chosen({ theme: 'dark', hidden: ['ip', 'host'], views: [view('b'), view('mine')] })
  const theirs = chosen({ times: 'utc', hidden: [], views: [view('a'), view('b'), view('theirs')] })
  assert.deepEqual(mergedPreferences(base, mine, theirs), {
    ...USUAL_PREFERENCES,
    theme: 'dark',
    times: 'utc',
    hidden: ['host'],
    views: [view('b'), view('theirs'), view('mine')],
  })
})

test('of the same choice the own counts, and what nobody changed stays', () => {
  const base = chosen({ density: 'comfortable' })
  const both = mergedPreferences(base, { ...base, theme: 'dark' }, { ...base, theme: 'light' })
  assert.deepEqual(both, { ...base, theme: 'dark' })
  assert.ok(areSameChoices(mergedPreferences(base, base, base), base))
})

test('the same view from both is there once, and a merge has no more than may be kept', () => {
  const [mine, theirs] = [chosen({ views: [view('a')] }), chosen({ views: [view('a')] })]
  assert.deepEqual(mergedPreferences(USUAL_PREFERENCES, mine, theirs).views, [view('a')])
  const many = Array.from({ length: MOST_CHOSEN.views }, (_, index) => view(`v${index}`))
  assert.deepEqual(mergedPreferences(USUAL_PREFERENCES, mine, chosen({ views: many })).views, many)
})

test('choices are the same whatever the order of their keys', () => {
  const { theme, density, times, hidden, folds, noticeLanguage, views } = chosen({ views: [view('a')] })
  const turned = {
    views: views.map(({ name, query }) => ({ query, name })),
    hidden,
    noticeLanguage,
    folds,
    times,
    density,
    theme,
  }
  assert.ok(areSameChoices(turned, chosen({ views: [view('a')] })))
  assert.ok(!areSameChoices(turned, chosen({})))
})
