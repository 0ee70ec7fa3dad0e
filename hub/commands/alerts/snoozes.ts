import { plainCell } from '../../../lib/terminal/plain-cell.ts'
import { table } from '../../../lib/terminal/table.ts'
import { widthOf } from '../../../lib/terminal/width.ts'
import { plainJson } from '../../../lib/text/plain-json.ts'
import { utc } from '../../../lib/time/date-and-time.ts'
import { everySnooze } from '../../store/ask/every-snooze.ts'
import type { StoreAction } from '../store-action.ts'

/** Lists snoozes, the newest first. */
export const listSnoozes: StoreAction = {
  usage: 'snoozes',
  summary: 'List what is not told for the time being.',
  options: ['--config', '--all', '--json'],
  run: async ({ store, now, options, io: { stdout } }) => {
    const snoozes = await store.ask(everySnooze, { now, all: options['all'] === true })
    if (options['json'] === true) for (const snooze of snoozes) stdout.write(plainJson(snooze))
    else if (snoozes.length === 0) stdout.write('Nothing is snoozed.\n')
    else {
      const rows = snoozes.map(({ id, what, which, kind, until, ended, who, reason }) => [
        String(id),
        plainCell(`${what} ${which}${kind === null ? '' : ` (${kind.replaceAll(',', ', ')} only)`}`),
        utc((ended ?? until) * 1000),
        plainCell(who),
        plainCell(reason),
      ])
      stdout.write(`${table([['ID', 'WHAT', 'UNTIL', 'WHO', 'WHY'], ...rows], widthOf(stdout)).join('\n')}\n`)
    }
  },
}
