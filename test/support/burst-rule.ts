import type { Rule, Said } from '../../lib/rules/rule.ts'

/** How often logins failed in each window, by its beginning. */
type Counts = Readonly<Record<string, number>>

const WINDOW = 60

/** Says once for each address and minute that three logins failed. */
export const burst: Rule<Counts> = {
  name: 'burst',
  version: 1,
  kinds: ['login_failed'],
  says: ['login_locked_out'],
  window: WINDOW,
  keys: (event) => ('ip' in event && event.ip !== null ? [event.ip] : []),
  step: (state = {}, heard) => {
    if ('tick' in heard) return { state: undefined, said: [] }
    const { event } = heard
    const window = Math.floor(event.time / WINDOW) * WINDOW
    const count = (state[window] ?? 0) + 1
    if (event.type !== 'login_failed') return { state, said: [] }
    const { context, service, ip, mailbox_address } = event
    const who = { time: window, context, service, ip, mailbox_address }
    const said: Said[] = count === 3 ? [{ event: { type: 'login_locked_out', ...who }, window }] : []
    return { state: { ...state, [window]: count }, said }
  },
}
