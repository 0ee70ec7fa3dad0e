import { CountTable } from '../../../lib/mail-statistics/count-table.ts'
import { utc } from '../../../lib/time/date-and-time.ts'
import { timeInZone } from '../../../lib/time/stamp.ts'
import { eximMain } from '../../drivers/exim-main.ts'
import { parseLine } from '../../drivers/line.ts'
import { type MailScene, readAll } from './mail-scene.ts'
import type { Numbers, NumbersRow } from './printed-numbers.ts'

/** Between whom and which limit in a key; no name holds a space. */
const BETWEEN = ' '

/** All lines of limits have it, and few others. */
const NEEDLE = Buffer.from(' has ')

/** What cPanel writes at the end, as public samples have it. */
const [DISCARDED, LATER] = ['Message discarded', 'Message will be reattempted later'].map((text) => Buffer.from(text))

const [TIMES, OF_DISCARDED, OF_LATER, LAST] = [0, 1, 2, 3]

/**
 * Lists who reached a limit of cPanel, in Exim's main log: `messages` (max emails per hour), `failures` (max defers and
 * failures per hour) or `hold` (an outgoing mail hold). Each try counts.
 */
export async function limitsReached(scene: MailScene): Promise<Numbers> {
  const { request, zone, since, now } = scene
  const table = new CountTable(4)
  await readAll(scene, 'exim', (line) => {
    if (!line.includes(NEEDLE)) return
    const parsed = parseLine(eximMain, line, { zone, now })
    if (typeof parsed === 'string') return
    for (const event of parsed) {
      if (event.type !== 'mail_limit_reached' || event.time < since) continue
      const row = table.row(`${event.mailbox_address}${BETWEEN}${event.mail_limit}`)
      row[TIMES] = (row[TIMES] ?? 0) + 1
      row[OF_DISCARDED] = (row[OF_DISCARDED] ?? 0) + Number(line.includes(DISCARDED ?? ''))
      row[OF_LATER] = (row[OF_LATER] ?? 0) + Number(line.includes(LATER ?? ''))
      row[LAST] = Math.max(row[LAST] ?? 0, event.time)
    }
  })
  const timeOf = (time: number): string => (request.form === 'table' ? timeInZone(time, zone) : utc(time * 1000))
  const rows = table.rows().map(([key, times = 0, discarded = 0, later = 0, last = 0]): NumbersRow => {
    const [who = '', limit = ''] = key.split(BETWEEN)
    return { keys: [who, limit, timeOf(last)], numbers: [times, discarded, later] }
  })
  return {
    keys: ['who', 'limit', 'last'],
    names: ['times', 'discarded', 'deferred'],
    rows: rows.toSorted(({ numbers: [one = 0] }, { numbers: [other = 0] }) => other - one),
    head: ['WHO', 'LIMIT', 'LAST', 'TIMES', 'DISCARDED', 'DEFERRED'],
    cells: ({ keys, numbers }) => [...keys, ...numbers.map(String)],
    total: undefined,
    isLastShown: false,
  }
}
