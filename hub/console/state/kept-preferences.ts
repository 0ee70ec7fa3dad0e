import { effect, signal, untracked } from '@preact/signals'
import { type Preferences, type PreferencesAnswer, USUAL_PREFERENCES } from '../../contract/preferences-contract.ts'
import { ask, type Outcome } from './ask.ts'
import { areSameChoices, mergedPreferences } from './merged-preferences.ts'
import { cachedPreferences, cachePreferences } from './preferences.ts'
import type { Problem } from './problem.ts'
import { renewed } from './renewed.ts'
import { me } from './session.ts'

const PATH = '/api/v1/me/preferences'

/** How long choices rest before they are sent, and a failure before another try, in milliseconds. */
const [REST, PAUSE] = [500, 10_000]

/** The number of the error that another browser was quicker. */
const CHANGED_MEANWHILE = 41201

/** Why the hub does not have what was chosen; undefined while it has, or gets it. */
export const unkept = signal<Problem | undefined>(undefined)

/** Keeps with the hub what whoever is signed in chooses, and follows what it chooses elsewhere. */
export function keepPreferences(): void {
  const keeper = new PreferenceKeeper()
  effect(() => {
    const isRenewed = renewed.value >= 0
    const name = me.value?.name
    if (isRenewed && name !== undefined) untracked(() => void keeper.meet(name))
  })
  effect(() => {
    if (isUnsent()) untracked(() => keeper.wait(REST))
  })
  document.addEventListener('visibilitychange', () => {
    const name = me.peek()?.name
    if (!document.hidden && name !== undefined) void keeper.meet(name)
  })
}

/** Whether something is chosen that the hub does not know; of nobody known, nothing is. */
function isUnsent(): boolean {
  const { who, chosen, base } = cachedPreferences.value
  return who !== '' && who === me.value?.name && !areSameChoices(chosen, base)
}

/** Brings the choices of this browser and of the hub together. */
class PreferenceKeeper {
  #timer: ReturnType<typeof setTimeout> | undefined
  #isBusy = false
  /** Rises when something is sent, and when it was. */
  #sends = 0

  /** Asks what the hub has, and makes that of it what both say. */
  async meet(name: string): Promise<void> {
    const before = this.#sends
    const outcome = await ask<PreferencesAnswer>(PATH)
    if (!('value' in outcome) || me.peek()?.name !== name) return
    // What was asked before something was sent may be older than that.
    if (this.#isBusy || before !== this.#sends) return this.wait(REST)
    const { revision, preferences: theirs } = outcome.value
    const { who, chosen, base } = cachedPreferences.peek()
    // The choices of another person who used this browser are none of theirs.
    const isOwn = who === name || who === ''
    const both = isOwn ? mergedPreferences(who === '' ? USUAL_PREFERENCES : base, chosen, theirs) : theirs
    cachePreferences({ who: name, chosen: both, base: theirs, revision })
  }

  /** Sends after so many milliseconds, unless something is chosen meanwhile. */
  wait(milliseconds: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#send(), milliseconds)
  }

  async #send(): Promise<void> {
    if (this.#isBusy) return this.wait(REST)
    if (!isUnsent()) return
    this.#isBusy = true
    this.#sends += 1
    const { who, chosen, revision } = cachedPreferences.peek()
    const outcome = await ask<PreferencesAnswer>(PATH, { method: 'PUT', json: chosen, revision })
    this.#isBusy = false
    this.#sends += 1
    await this.#hear(who, chosen, outcome)
  }

  async #hear(who: string, sent: Preferences, outcome: Outcome<PreferencesAnswer>): Promise<void> {
    if ('value' in outcome) {
      unkept.value = undefined
      return cachePreferences({ base: sent, revision: outcome.value.revision })
    }
    const { problem } = outcome
    if (problem.code === CHANGED_MEANWHILE) return this.meet(who)
    unkept.value = problem
    if (problem.wait > 0) this.wait(Math.max(PAUSE, problem.wait * 1000))
  }
}
