import { join } from 'node:path'
import { type TestContext } from 'node:test'
import { type SourceParts, collectSource } from '../../agent/collect/source.ts'
import type { Driver } from '../../agent/drivers/driver.ts'
import { ReadRateLimit } from '../../agent/follow/read-rate-limit.ts'
import { Turns } from '../../agent/follow/turns.ts'
import type { SourceSnapshot } from '../../agent/snapshots/snapshot.ts'
import { CheckpointStore } from '../../agent/spool/positions/checkpoints.ts'
import { recover } from '../../agent/spool/recovery.ts'
import type { Report } from '../../agent/spool/reports/report-file.ts'
import { Sealer } from '../../agent/spool/sealer.ts'
import { Spool } from '../../agent/spool/spool.ts'
import { systemClock } from '../../lib/system/clock.ts'
import { eventOf } from './events.ts'
import { exampleFollower } from './example-config.ts'
import { intakeInto } from './intake.ts'
import { type SpoolScene, createSpool, roomIn } from './spool-scene.ts'

/** Finds a login in a line that begins with `login `. */
export const loginDriver: Driver = {
  name: 'fake',
  kinds: ['login'],
  needles: ['login'],
  parse: (line) => {
    const [, mailbox, time] = /^login (\S+) (\d+)$/.exec(line) ?? []
    if (mailbox === undefined) return 'unrecognised'
    return [eventOf('login', { time: Number(time), mailbox_address: mailbox })]
  },
}

/** A log that is collected into a spool. */
export interface SourceScene extends SpoolScene {
  /** Its path. */
  readonly log: string
  readonly reports: Report[]
  /** Collects until everything present is read; returns what `onChange` heard. */
  readonly collect: (change?: Partial<SourceParts>) => Promise<SourceSnapshot[]>
}

/** A log that is not there yet. */
export async function createSourceScene(t: TestContext): Promise<SourceScene> {
  const scene = await createSpool(t)
  const { folders, tell } = scene
  const log = join(folders.root, 'login_log')
  const reports: Report[] = []
  const collect = async (change: Partial<SourceParts> = {}): Promise<SourceSnapshot[]> => {
    const recovered = await recover(folders, tell)
    const checkpoints = new CheckpointStore(folders, recovered, tell)
    const spool = new Spool(folders, recovered.sequence, roomIn(folders))
    const stop = new AbortController()
    const onHold = (): void => undefined
    const sealer = new Sealer({ spool, checkpoints, clock: systemClock, tell, onHold, signal: stop.signal })
    const seal = sealer.seal.bind(sealer)
    sealer.seal = (report) => {
      reports.push(report)
      return seal(report)
    }
    const states: SourceSnapshot[] = []
    await collectSource({
      follower: { ...exampleFollower('login', log), start: 'beginning' },
      driver: loginDriver,
      identity: 'host.example.com',
      intake: intakeInto(sealer, checkpoints),
      checkpoints,
      wakerOf: () => ({ wake: async () => stop.abort(), hint: () => undefined, close: () => undefined }),
      turns: new Turns(1),
      rateLimit: new ReadRateLimit(Infinity, () => 0),
      maxDelay: 0,
      tell,
      signal: stop.signal,
      sources: { of: () => undefined, set: (state) => states.push(state) },
      ...change,
    })
    await checkpoints.close()
    return states
  }
  return { ...scene, log, reports, collect }
}
