import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { checkpoint } from '../../agent/follow/checkpoint.ts'
import { sequenceOf } from '../../agent/spool/reports/report-name.ts'
import type { FakeApi } from '../support/fake-api.ts'
import { type Sealed, sealedIn } from './sealed.ts'
import type { Stage } from './stage.ts'

const positions = v.object({
  sequence: v.number(),
  sources: v.object({ login: v.optional(v.record(v.string(), checkpoint)) }),
  rules: v.optional(v.unknown()),
})
const sent = v.object({ report: v.object({ entries: v.array(v.object({ id: v.string() })) }) })

/**
 * What ARCHITECTURE.md promises, checked on the disk whenever the agent has ended; every line of the log is an event.
 */
export class Invariants {
  readonly #stage: Stage
  /** The text of each report by its name, as it was first seen. */
  readonly #texts = new Map<string, string>()

  constructor(stage: Stage) {
    this.#stage = stage
  }

  /** Throws a sentence that says which promise is broken. */
  check(): void {
    const { spool, api } = this.#stage
    const reports = sealedIn(spool)
    for (const name of ['checkpoints.json', 'checkpoints.previous.json']) expectSealedUpTo(join(spool, name), reports)
    for (const { name, text } of reports) {
      expect(text === (this.#texts.get(name) ?? text), `${name} has changed`)
      this.#texts.set(name, text)
    }
    expect(
      [...this.#texts.keys()].join() === reports.map(({ name }) => name).join(),
      'a report is gone, or twice there',
    )
    const ids = reports.flatMap(({ report }) => report.entries.map(({ id }) => id))
    expect(new Set(ids).size === ids.length, 'an event is in two reports')
    if (api === undefined) return
    for (const report of reports) expectRightFolder(report, api, spool)
    expectOneKeyEach(api)
  }
}

/** A position never points past what is sealed. */
function expectSealedUpTo(file: string, reports: readonly Sealed[]): void {
  if (!existsSync(file)) return
  const { sequence, sources, rules } = v.parse(positions, JSON.parse(readFileSync(file, 'utf8')))
  const newest = sequenceOf(reports.at(-1)?.name ?? '') ?? 0
  expect(sequence <= newest, `${file} knows of report ${sequence}, and the newest is ${newest}`)
  // What rules have heard of and not told yet is saved with the position.
  if (rules !== undefined) return
  const [login] = Object.values(sources.login ?? {})
  const offset = login?.files.at(-1)?.offset ?? 0
  const end = Math.max(0, ...reports.flatMap(({ report }) => report.steps.map(({ range }) => range.to)))
  expect(offset <= end, `${file} stands at byte ${offset}, and what is sealed ends at ${end}`)
}

/** A report leaves `parsed` only once the API has it, or refuses it for good. */
function expectRightFolder({ folder, name, report }: Sealed, { requests }: FakeApi, spool: string): void {
  if (folder === 'parsed') return
  const answers = requests
    .filter(({ headers }) => headers['idempotency-key'] === report.id)
    .map(({ answered }) => (typeof answered === 'string' ? answered : answered.status))
  const settles = folder === 'transmitted' ? 202 : 422
  expect(answers.includes(settles), `${name} is in ${folder}, and the API answered: ${answers.join()}`)
  const hasReason = existsSync(join(spool, folder, `${name}.reason`))
  expect(folder === 'transmitted' || hasReason, `${name} was refused, and no reason is beside it`)
}

/** The API knows by the key what it has: an event that it may have must never come under another key. */
function expectOneKeyEach({ requests }: FakeApi): void {
  const keys = new Map<string, unknown>()
  for (const { json, headers, answered } of requests) {
    // A request that was cut off in its body, and a report that was refused and comes in parts.
    if (json === undefined || (typeof answered === 'object' && answered.status === 422)) continue
    const key = headers['idempotency-key']
    for (const { id } of v.parse(sent, json).report.entries) {
      expect(keys.get(id) === undefined || keys.get(id) === key, `event ${id} came under two keys`)
      keys.set(id, key)
    }
  }
}

function expect(isSo: boolean, complaint: string): void {
  if (!isSo) throw new Error(complaint)
}
