import * as v from 'valibot'
import { count, moment } from '../snapshots/snapshot.ts'

const longProcess = v.object({
  role: v.string(),
  pid: count,
  version: v.string(),
  uptime: v.pipe(count, v.description('Milliseconds since it started.')),
  memory: v.exactOptional(v.pipe(count, v.description('Bytes without its executable (RssAnon).'))),
})

const longDriver = v.object({
  driver: v.string(),
  version: v.pipe(v.string(), v.description('Of an own driver a digest of its file.')),
  origin: v.picklist(['built in', 'own']),
  state: v.picklist(['on', 'off']),
  reads: v.pipe(v.array(v.string()), v.description('Its logs.')),
  says: v.pipe(v.array(v.string()), v.description('The kinds of events that it can tell.')),
  sends: v.exactOptional(v.pipe(v.boolean(), v.description('Of an own driver: whether lines may leave the host.'))),
  lines: count,
  ofInterest: count,
  unrecognised: count,
  events: count,
  lastEvent: v.exactOptional(moment),
})

/** What `status --long --json` prints besides. */
export const longDocument = {
  processes: v.exactOptional(v.pipe(v.array(longProcess), v.description('With --long: what runs.'))),
  drivers: v.exactOptional(v.pipe(v.array(longDriver), v.description('With --long: the drivers that are on.'))),
}
