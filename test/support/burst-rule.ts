import type { Event } from '../../lib/event/event.ts'
import type { Rule, Said, Tick } from '../../lib/rules/rule.ts'

/** How often logins failed in each window, by its beginning. */
type Counts = Readonly<Record<string, number>>

const WINDOW = 60

/** Says once for each address and minute that three logins failed, and for each window that is over how many did. */
export const burst: Rule<Counts> = {
  name: 'burst',
  version: 1,
  kinds: ['login_failed'],
  says: ['login_failed'],
  window: WINDOW,
  key: (event) => ('ip' in event && event.ip !== null ? event.ip : undefined),
  step: (state = {}, heard: Event | Tick) => {
    if ('tick' in heard) return { state: undefined, said: [] }
    const window = Math.floor(heard.time / WINDOW) * WINDOW
    const count = (state[window] ?? 0) + 1
    const said: Said[] =
      count === 3 && heard.type === 'login_failed' ? [{ event: { ...heard, time: window }, window }] : []
    return { state: { ...state, [window]: count }, said }
  },
}
