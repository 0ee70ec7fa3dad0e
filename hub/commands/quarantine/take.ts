import { counted } from '../../../lib/terminal/count.ts'
import { plainJson } from '../../../lib/text/plain-json.ts'
import { Turns } from '../../http/turns.ts'
import { takeAgain } from '../../ingest/taken-again.ts'
import { dayOf } from '../../store/segment-days.ts'
import type { StoreAction } from '../store-action.ts'
import { quarantineTyped } from './filter.ts'

/** Takes the entries in quarantine that are events by now. */
export const takeQuarantine: StoreAction = {
  usage: 'take',
  summary: 'Take the entries that are events by now, as after agents rename or an update of the hub.',
  options: ['--config', '--host', '--reason', '--json'],
  run: async ({ store, config, now, options, io: { stdout }, by }) => {
    const typed = await quarantineTyped(store, options)
    const judging = { store, now, oldest: dayOf(now - config.retention.events / 1000), by, turns: new Turns() }
    let [taken, left] = [0, 0]
    for (let before: number | null = Number.MAX_SAFE_INTEGER; before !== null;) {
      const some = await takeAgain({ ...judging, filter: { ...typed, before } })
      taken += some.taken
      left += some.left
      before = some.next
    }
    const stay = left === 0 ? 'none is left' : `${counted(left, 'entry', 'entries')} cannot be taken yet`
    stdout.write(
      options['json'] === true
        ? plainJson({ taken, left })
        : `${counted(taken, 'entry', 'entries')} taken as events; ${stay}.\n`,
    )
  },
}
