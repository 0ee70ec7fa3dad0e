import { constants, lstatSync } from 'node:fs'
import { appendFile, rename } from 'node:fs/promises'
import type { Event } from '../../lib/event/event.ts'
import type { Tell } from '../../lib/notice/notice.ts'
import { isOutside, messageOf } from '../../lib/system/errors.ts'
import { localTime } from '../../lib/time/local-time.ts'
import type { ProbeResult } from '../probes/probe.ts'
import { watchNotices } from './notices.ts'
import type { PreparedCheck } from './prepared-check.ts'

/** A file that is larger becomes the old copy, in bytes; so both have at most some more than twice that. */
const LARGEST = 4 * 1024 * 1024

const FLAGS = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK

/** Types that ask a socket, as chkservd's second test does; others are its first, a command. */
const ASKS_SOCKET: ReadonlySet<string> = new Set(['tcp', 'http', 'dns', 'mysql', 'postgres', 'fastcgi'])

/** What chkservd writes while nothing is told because of an update. */
const UPGRADE = '[no notification for unknown status due to upgrade in progress]'

/** What a log of rounds works with. */
export interface CheckLogParts {
  readonly path: string
  readonly tell: Tell
  /** Bytes from which on the file is put aside; fewer in tests. */
  readonly largest?: number
}

/**
 * Writes rounds of checks in the form of chkservd.log. A round has each check at most once: the next one begins when a
 * check runs that is in it already. What cannot be written is told once, and lost.
 */
export class CheckLog {
  readonly #parts: CheckLogParts
  /** What the round says of each check, by its name, in the order in which they ran. */
  #round = new Map<string, string>()
  #began = 0
  readonly #failures = new Map<string, number>()
  #isUnwritten = false
  #turn: Promise<void> = Promise.resolve()

  constructor(parts: CheckLogParts) {
    this.#parts = parts
  }

  /** Notes a run and what is told of it; `now` in milliseconds since the epoch. */
  ran(check: PreparedCheck, { verdict }: Pick<ProbeResult, 'verdict'>, events: readonly Event[], now: number): void {
    const { name, type, failures } = check
    const isSocket = ASKS_SOCKET.has(type)
    const count = verdict === 'failed' ? (this.#failures.get(name) ?? 0) + 1 : 0
    this.#failures.set(name, count)
    const threshold = isSocket ? `[socket failure threshold:${count}/${failures}]` : `[fail count:${count}]`
    this.#note(name, `${signs(isSocket, signOf(verdict))}${count === 0 ? '' : threshold}${told(name, events)}`, now)
  }

  /** Notes that a check does not run while the system is updated. */
  held({ name, type }: PreparedCheck, now: number): void {
    this.#note(name, `${signs(ASKS_SOCKET.has(type), '?')}${UPGRADE}`, now)
  }

  /** Writes the last round, which lacks checks if it was interrupted, and waits until all is written. */
  async close(how: 'Finished' | 'Interrupted'): Promise<void> {
    this.#end(how)
    await this.#turn
  }

  #note(name: string, tokens: string, now: number): void {
    if (this.#round.has(name)) this.#end('Finished')
    if (this.#round.size === 0) this.#began = now
    this.#round.set(name, `${name} [${tokens}]...`)
  }

  #end(how: 'Finished' | 'Interrupted'): void {
    if (this.#round.size === 0) return
    const line = `[${localTime(this.#began)}] Service check ....${[...this.#round.values()].join('')}Done`
    this.#round = new Map()
    const text = `Service Check Started\n${line}\nService Check ${how}\n`
    this.#turn = this.#turn.then(() => this.#write(text))
  }

  async #write(text: string): Promise<void> {
    const { path, tell, largest = LARGEST } = this.#parts
    try {
      const stats = lstatSync(path, { throwIfNoEntry: false })
      if (stats?.isFile() === true && stats.size >= largest) await rename(path, `${path}.1`)
      await appendFile(path, text, { flag: FLAGS, mode: 0o640 })
      this.#isUnwritten = false
    } catch (error) {
      if (!isOutside(error)) throw error
      if (!this.#isUnwritten) tell(watchNotices.unlogged(path, messageOf(error)))
      this.#isUnwritten = true
    }
  }
}

function signOf(verdict: ProbeResult['verdict']): '+' | '-' | '?' {
  if (verdict === 'failed') return '-'
  return verdict === 'unknown' ? '?' : '+'
}

function signs(isSocket: boolean, sign: '+' | '-' | '?'): string {
  const [command, socket] = isSocket ? ['N/A', sign] : [sign, 'N/A']
  const unknown = sign === '?' ? '[could not determine status]' : ''
  return `[check command:${command}][socket connect:${socket}]${unknown}`
}

function told(name: string, events: readonly Event[]): string {
  if (events.some(({ type }) => type === 'service_recovered')) return `[notify:recovered service:${name}]`
  return events.some(({ type }) => type === 'service_down') ? `[notify:failed service:${name}]` : ''
}
