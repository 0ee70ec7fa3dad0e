import { chmodSync, renameSync, rmSync, statSync } from 'node:fs'
import { DatabaseSync, type SQLOutputValue, type StatementSync } from 'node:sqlite'
import type { Tell } from '../../../lib/notice/notice.ts'
import type { Known, KnownKeys } from '../../../lib/rules/rule-memory.ts'
import type { Rule } from '../../../lib/rules/rule.ts'
import { codeOf, messageOf } from '../../../lib/system/errors.ts'
import { boundedJson } from '../../../lib/text/bounded-json.ts'
import { spoolNotices } from '../notices.ts'
import { lastingFile } from '../spool-folders.ts'

const DAY = 86_400

/** Keys of each rule; beyond that those silent longest are forgotten, once a day. */
const MOST = 1_000_000

/** SQLITE_CORRUPT and SQLITE_NOTADB (https://sqlite.org/rescode.html). */
const DAMAGED: ReadonlySet<number> = new Set([11, 26])

/**
 * `EXCLUSIVE`: nobody else reads it, so SQLite needs no memory shared between processes. `NORMAL`: a power cut may cost
 * what was learned last; kill -9 costs nothing. `FAST`: what is forgotten is overwritten where its page is written
 * anyway. The cache is in KiB. `purged` has the day up to which a rule's keys were forgotten: a search takes as long as
 * there are keys, and a start must not wait for it.
 */
const SETTINGS = `
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA secure_delete = FAST;
  PRAGMA cache_size = -512;
  PRAGMA wal_autocheckpoint = 256;
  CREATE TABLE IF NOT EXISTS known (rule TEXT, key TEXT, last INTEGER, state TEXT, PRIMARY KEY (rule, key))
    STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS purged (rule TEXT PRIMARY KEY, day INTEGER) STRICT, WITHOUT ROWID;`

const SURPLUS = `DELETE FROM known WHERE rule = ? AND key IN
  (SELECT key FROM known WHERE rule = ? ORDER BY last DESC LIMIT -1 OFFSET ?)`

interface Opened {
  readonly database: DatabaseSync
  readonly inode: bigint | undefined
  readonly get: StatementSync
  readonly set: StatementSync
  readonly remove: StatementSync
}

/** Why what was known is gone. */
export type Loss = 'damaged' | 'removed'

/** What the memory of lasting rules works with. */
export interface LastingParts {
  /** The folder of the database. */
  readonly spool: string
  readonly tell: Tell
  /** Whether there was a database: where none is now, somebody removed it. */
  readonly isExpected?: boolean
  /** Hears why nothing can be learned, and undefined once it can again. */
  readonly onFault?: (fault: string | undefined) => void
  /** Hears that everything is learned anew. */
  readonly onLoss?: (loss: Loss) => void
  /** Hears how many keys a rule forgot because it knew too many. */
  readonly onForgotten?: (rule: string, keys: number) => void
  readonly most?: number
}

/**
 * What lasting rules know, in an SQLite database in the spool. Changes become durable with `commit`, before positions
 * that follow them are saved. Where the database fails, rules go on as if they knew nothing new, and a notice says so.
 */
export class LastingMemory {
  readonly #path: string
  readonly #parts: LastingParts
  #opened: Opened | undefined
  #isExpected: boolean
  #isFailing = false
  /** Whether all changes since the last commit were made. */
  #areMade = false

  constructor(parts: LastingParts) {
    this.#path = lastingFile(parts.spool)
    this.#parts = parts
    this.#isExpected = parts.isExpected === true
    this.#open()
  }

  /** The keys of a rule; those of its other versions are forgotten. */
  of({ name, version }: Pick<Rule, 'name' | 'version'>): KnownKeys {
    const rule = `${name} ${version}`
    let purged: number | undefined
    let got: { readonly key: string; readonly state: unknown; readonly day: number } | undefined
    return {
      get: (key) => {
        const known = this.#try(({ get }) => knownIn(get.get(rule, key)))
        got = known && { key, state: known.state, day: dayOf(known.last) }
        return known
      },
      set: (key, known) => {
        const isSame = got?.key === key && got.state === known.state
        if (isSame && got?.day === dayOf(known.last)) return
        this.#change(({ set }) => set.run(rule, key, known.last, JSON.stringify(known.state)))
      },
      delete: (key) => this.#change(({ remove }) => remove.run(rule, key)),
      forgetBefore: (time) => {
        if (!Number.isFinite(time)) return
        purged ??= this.#try(({ database }) => purgedIn(database, rule))
        if (dayOf(time) === purged) return
        purged = dayOf(time)
        const { most = MOST, onForgotten } = this.#parts
        this.#change(({ database }) => {
          const surplus = purge(database, { name, rule, time, most })
          if (surplus > 0) onForgotten?.(name, surplus)
        })
      },
      keys: () => [],
      forgetTooMany: () => [],
    }
  }

  /** Makes all changes durable over kill -9. */
  commit(): void {
    this.#leaveIfGone()
    if (this.#opened === undefined) this.#open()
    this.#try(({ database }) => {
      if (database.isTransaction) database.exec('COMMIT')
      if (this.#areMade) this.#works()
      this.#areMade = false
    })
  }

  close(): void {
    this.commit()
    this.#close()
  }

  #close(): void {
    this.#opened?.database.close()
    this.#opened = undefined
  }

  /** Leaves a database that is no longer at its path. Its log would be taken for that of the next one there. */
  #leaveIfGone(): void {
    try {
      if (this.#opened === undefined || inodeOf(this.#path) === this.#opened.inode) return
      this.#close()
      rmSync(`${this.#path}-wal`, { force: true })
    } catch (error) {
      this.#failed(error)
    }
  }

  /** `isAgain`: a disk that damages each new database is not tried for ever. */
  #open(isAgain = false): void {
    try {
      const isRemoved = this.#isExpected && inodeOf(this.#path) === undefined
      this.#opened = opened(this.#path)
      this.#isExpected = true
      this.#works()
      if (!isRemoved) return
      this.#parts.tell(spoolNotices.lastingRemoved(this.#path))
      this.#parts.onLoss?.('removed')
    } catch (error) {
      this.#failed(error, isAgain)
    }
  }

  #change(work: (opened: Opened) => unknown): void {
    this.#try((opened) => {
      if (!opened.database.isTransaction) {
        opened.database.exec('BEGIN')
        this.#areMade = true
      }
      work(opened)
    })
  }

  #try<T>(work: (opened: Opened) => T): T | undefined {
    if (this.#opened === undefined) return undefined
    try {
      return work(this.#opened)
    } catch (error) {
      this.#failed(error)
      return undefined
    }
  }

  #works(): void {
    if (this.#isFailing) this.#parts.onFault?.(undefined)
    this.#isFailing = false
  }

  #failed(error: unknown, isAgain = false): void {
    const { tell, onFault, onLoss } = this.#parts
    this.#areMade = false
    const isDamaged = error instanceof Error && 'errcode' in error && DAMAGED.has(Number(error.errcode) & 0xff)
    const fault = isDamaged ? this.#setAside() : ''
    if (fault === undefined) {
      tell(spoolNotices.lastingLost(this.#path, messageOf(error)))
      onLoss?.('damaged')
      if (!isAgain) this.#open(true)
      return
    }
    const reason = `${messageOf(error)}${fault}`
    if (!this.#isFailing) tell(spoolNotices.lastingFails(this.#path, reason))
    this.#isFailing = true
    onFault?.(reason)
  }

  /** Why that cannot be done now, as the end of a sentence; each commit tries again. */
  #setAside(): string | undefined {
    this.#close()
    try {
      renameSync(this.#path, `${this.#path}.damaged`)
      for (const ending of ['-wal', '-journal']) rmSync(`${this.#path}${ending}`, { force: true })
      this.#isExpected = false
      return undefined
    } catch (error) {
      return `, and it cannot be renamed to ${this.#path}.damaged (${codeOf(error)})`
    }
  }
}

function opened(path: string): Opened {
  const database = new DatabaseSync(path)
  try {
    // SQLite creates it with mode 0644, and files beside it with the mode that it has then.
    chmodSync(path, 0o600)
    database.exec(SETTINGS)
    return {
      database,
      inode: inodeOf(path),
      get: database.prepare('SELECT last, state FROM known WHERE rule = ? AND key = ?'),
      set: database.prepare('INSERT OR REPLACE INTO known (rule, key, last, state) VALUES (?, ?, ?, ?)'),
      remove: database.prepare('DELETE FROM known WHERE rule = ? AND key = ?'),
    }
  } catch (error) {
    database.close()
    throw error
  }
}

/** undefined where nothing is there. */
function inodeOf(path: string): bigint | undefined {
  return statSync(path, { bigint: true, throwIfNoEntry: false })?.ino
}

/** The day up to which the keys of a rule were forgotten last; undefined if they never were. */
function purgedIn(database: DatabaseSync, rule: string): number | undefined {
  const row = database.prepare('SELECT day FROM purged WHERE rule = ?').get(rule)
  return row && Number(row['day'])
}

/** Forgets other versions of a rule, and of this one what is older than a time; returns how many were too many. */
function purge(
  database: DatabaseSync,
  {
    name,
    rule,
    time,
    most,
  }: { readonly name: string; readonly rule: string; readonly time: number; readonly most: number },
): number {
  for (const table of ['known', 'purged'])
    database.prepare(`DELETE FROM ${table} WHERE rule <> ? AND rule LIKE ? || ' %'`).run(rule, name)
  database.prepare('DELETE FROM known WHERE rule = ? AND last < ?').run(rule, time)
  const { changes } = database.prepare(SURPLUS).run(rule, rule, most)
  database.prepare('INSERT OR REPLACE INTO purged (rule, day) VALUES (?, ?)').run(rule, dayOf(time))
  return Number(changes)
}

function knownIn(row: Record<string, SQLOutputValue> | undefined): Known | undefined {
  return row && { last: Number(row['last']), state: boundedJson(String(row['state'])) }
}

function dayOf(time: number): number {
  return Math.floor(time / DAY)
}
