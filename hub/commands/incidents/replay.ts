import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { journal } from '../../../lib/notice/journal.ts'
import { counted } from '../../../lib/terminal/count.ts'
import { widthOf } from '../../../lib/terminal/width.ts'
import { plainJson } from '../../../lib/text/plain-json.ts'
import { utc } from '../../../lib/time/date-and-time.ts'
import { periodOf } from '../../../lib/time/period.ts'
import { showIncident } from '../../api/incidents/incident-shape.ts'
import { foundIncidents } from '../../store/ask/found-incidents.ts'
import { type StoreAction, typedText } from '../store-action.ts'
import { incidentLines } from './list.ts'

const MOST = 1000

/** Judges once more what arrived, in a store of its own that is gone afterwards. */
export const replayIncidents: StoreAction = {
  usage: 'replay',
  summary:
    'Judge once more what happened since a time, and list what would be incidents; nothing is changed, nobody told.',
  options: ['--config', '--since', '--json'],
  run: async ({ store, now, options, io: { stdout, stderr } }) => {
    const { since } = periodOf({ since: typedText(options, 'since', '7d'), until: undefined }, { now, zone: undefined })
    const { SqliteStore } = await import('../../store/sqlite/sqlite-store.ts')
    const { rehearse } = await import('../../evaluation/rehearsal.ts')
    const folder = await mkdtemp(join(tmpdir(), 'spoor-hub-replay-'))
    const scratch = new SqliteStore({ folder })
    try {
      await scratch.prepare(now)
      await rehearse({ store, scratch, since, now, tell: journal(stderr) })
      const found = (await scratch.ask(foundIncidents, { order: 'opened', limit: MOST })).map(showIncident)
      if (options['json'] === true) {
        for (const incident of found) stdout.write(plainJson(incident))
        return
      }
      stdout.write(`Of what happened since ${utc(since * 1000)}, ${counted(found.length, 'incident')} would come.\n`)
      if (found.length > 0) stdout.write(`${incidentLines(found, widthOf(stdout)).join('\n')}\n`)
    } finally {
      await scratch.close()
      await rm(folder, { recursive: true })
    }
  },
}
