import assert from 'node:assert/strict'
import { appendFileSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { Intake } from '../../agent/collect/intake.ts'
import { selectionOf } from '../../agent/collect/selection.ts'
import { collectSource } from '../../agent/collect/source.ts'
import { cpanelLogin } from '../../agent/drivers/cpanel-login.ts'
import { ReadRateLimit } from '../../agent/follow/read-rate-limit.ts'
import { Turns } from '../../agent/follow/turns.ts'
import { CheckpointStore } from '../../agent/spool/positions/checkpoints.ts'
import { recover } from '../../agent/spool/recovery.ts'
import { Sealer } from '../../agent/spool/sealer.ts'
import { Spool } from '../../agent/spool/spool.ts'
import type { Rule } from '../../lib/rules/rule.ts'
import { Rules } from '../../lib/rules/rules.ts'
import { systemClock } from '../../lib/system/clock.ts'
import { copyTruncate, rotate } from '../torture/rotation.ts'
import { sealedIn } from '../torture/sealed.ts'
import { exampleFollower } from './example-config.ts'
import { type SpoolScene, checkpointAt, roomIn } from './spool-scene.ts'

const IDENTITY = 'host.example.com'
const BEGIN = Date.UTC(2026, 10, 21, 8) / 1000

/** Says of each failed login, once it is heard, that its mailbox is locked. */
const each: Rule<true> = {
  name: 'each',
  version: 1,
  kinds: ['login_failed'],
  says: ['login_locked_out'],
  window: 60,
  keys: (event) => ('mailbox_address' in event ? [String(event.mailbox_address)] : []),
  step: (_state, heard) => {
    if ('tick' in heard || heard.event.type !== 'login_failed') return { state: undefined, said: [] }
    const { time, context, service, ip, mailbox_address } = heard.event
    return {
      state: true,
      said: [{ event: { type: 'login_locked_out', time, context, service, ip, mailbox_address }, window: time }],
    }
  },
}

/** What happens next, once everything is read: something to the log, or to the collector. */
export type Act = 'save' | 'hear' | ((host: LoggedHost) => void)

/** The kinds of events that are sealed: each line is the first, and concluded to be the second. */
export type Events = readonly ('login_failed' | 'login_locked_out')[]

/** A log that is rotated, and the spool that its lines go to by collectors, which are killed. */
export class LoggedHost {
  readonly log: string
  readonly spool: SpoolScene
  readonly #events: Events
  #written = 0

  constructor(spool: SpoolScene, events: Events) {
    this.spool = spool
    this.#events = events
    this.log = join(spool.folders.root, '..', 'login_log')
    writeFileSync(this.log, '')
  }

  /** Writes lines, each a failed login of a mailbox of its own. */
  write(count: number): void {
    for (let left = count; left > 0; left -= 1) {
      const stamp = new Date((BEGIN + this.#written) * 1000).toISOString().slice(0, 19).replace('T', ' ')
      const who = `192.0.2.7 - m${this.#written}@example.com "GET / HTTP/1.1" FAILED LOGIN webmaild: wrong`
      appendFileSync(this.log, `[${stamp} +0000] info [webmaild] ${who}\n`)
      this.#written += 1
    }
  }

  /** Keeps the last lines, in another file. */
  prune(count: number): void {
    const lines = readFileSync(this.log, 'utf8').split('\n')
    writeFileSync(`${this.log}.new`, lines.slice(-count - 1).join('\n'))
    renameSync(`${this.log}.new`, this.log)
  }

  /** Removes the log and all copies. */
  remove(): void {
    const folder = dirname(this.log)
    for (const name of readdirSync(folder).filter((each) => each.startsWith('login_log'))) rmSync(join(folder, name))
  }

  /** Compresses NAME.1, or all copies. */
  compress(which: RegExp): void {
    const folder = dirname(this.log)
    for (const name of readdirSync(folder).filter((each) => which.test(each))) {
      const copy = join(folder, name)
      writeFileSync(`${copy}.gz`, gzipSync(readFileSync(copy)))
      rmSync(copy)
    }
  }

  /** One life of a collector; nothing is saved but where that is said, so its end is that of a kill. */
  async live(acts: readonly Act[], start: 'beginning' | 'end' = 'beginning'): Promise<void> {
    const { folders, tell } = this.spool
    const recovered = await recover(folders, tell, { hasRules: true })
    const checkpoints = new CheckpointStore(folders, recovered, tell)
    const stop = new AbortController()
    const { signal } = stop
    const spool = new Spool(folders, recovered.sequence, roomIn(folders))
    const sealer = new Sealer({ spool, checkpoints, clock: systemClock, tell, onHold: () => undefined, signal })
    const intake = new Intake({
      rules: new Rules([each], { identity: IDENTITY, saved: recovered.rules, settle: 5 }),
      seal: (report) => sealer.seal(report),
      pass: (steps, taken) => checkpoints.pass(steps, taken),
      metadata: { reporter: IDENTITY },
      isSelected: selectionOf({ events: [...this.#events, 'log_gap'] }),
      sealedIds: recovered.sealedIds,
      heard: recovered.heard,
      clock: { now: () => Infinity },
    })
    let maySave = false
    checkpoints.saveWith(async (act) => (maySave ? intake.whenSettled(act) : undefined))
    const left = [...acts]
    const wake = async (): Promise<void> => {
      for (let act = left.shift(); act !== undefined; act = left.shift()) {
        if (typeof act !== 'string') return act(this)
        if (act === 'hear') await intake.tick(Infinity)
        else {
          maySave = true
          checkpoints.advance('other', '/other', checkpointAt(0))
          await checkpoints.save()
          maySave = false
        }
      }
      stop.abort()
    }
    await collectSource({
      follower: { ...exampleFollower('login', this.log), start },
      driver: cpanelLogin,
      identity: IDENTITY,
      intake,
      checkpoints,
      wakerOf: () => ({ wake, hint: () => undefined, close: () => undefined }),
      turns: new Turns(1),
      rateLimit: new ReadRateLimit(Infinity, () => 0),
      maxDelay: 0,
      tell,
      signal,
      sources: { of: () => undefined, set: () => undefined },
    })
    await checkpoints.close()
  }

  /** What is sealed, each a type and a mailbox. */
  get sealed(): readonly string[] {
    const entries = sealedIn(this.spool.folders.root).flatMap(({ report }) => report.entries)
    return entries.map(({ type, mailbox_address: who }) => `${type} ${who}`).toSorted()
  }

  /** Reads and hears everything that is left, and expects each line to be sealed, and concluded, exactly once. */
  async expectAll(): Promise<void> {
    await this.live([look, look, 'hear', 'save'])
    const expected = this.#events.flatMap((type) =>
      Array.from({ length: this.#written }, (_, number) => `${type} m${number}@example.com`),
    )
    assert.deepEqual(this.sealed, expected.toSorted())
    assert.ok(!this.spool.codes().includes('log_gap'))
  }
}

/** Lets the collector look. */
export const look = (): void => undefined
/** Writes three lines. */
export const write = (host: LoggedHost): void => host.write(3)
/** Copies and truncates the log, as `copytruncate` does. */
export const copyAway = (host: LoggedHost): void => copyTruncate(host.log)
/** Renames the log, and makes a new one. */
export const renameAway = (host: LoggedHost): void => rotate(host.log)
/** Compresses the newest copy. */
export const compressNewest = (host: LoggedHost): void => host.compress(/_log\.1$/)
/** Compresses all copies. */
export const compressAll = (host: LoggedHost): void => host.compress(/_log\.\d+$/)
