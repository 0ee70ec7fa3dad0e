import { setImmediate } from 'node:timers/promises'
import type { Clock } from '../../lib/system/clock.ts'
import { eitherSignal } from '../../lib/system/either-signal.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import type { ProbeResult, ProbeStep } from '../probes/probe.ts'
import type { PreparedCheck } from './prepared-check.ts'

/** One run of a check. */
export interface CheckRun {
  readonly result: ProbeResult
  /** When it began, in milliseconds since the epoch, and how many milliseconds it took. */
  readonly at: number
  readonly took: number
  /** Resolves when nothing of it is left: a probe may not end with its time. */
  readonly ended: Promise<void>
}

/** What a run works with. */
export interface RunParts {
  readonly clock: Clock
  /** Milliseconds on a clock that never steps. */
  readonly elapsed: () => number
  readonly signal: AbortSignal
  readonly step?: (step: ProbeStep) => void
}

/** When this process learns of the end of a time later than so many milliseconds, it stood still, and saw nothing. */
const STANDSTILL = 1000

/** Made once: each error that is made walks the stack. */
const OVER = new Error('the run is over')

/** The longest text of a result that is kept. */
const LONGEST = 300

/**
 * Runs a check once, and ends it at its limit: then it has failed, unless this process stood still. Undefined if the
 * signal was aborted. Rejects only for a bug of the probe.
 */
export async function runCheck(
  { name, probe, settings, limit, late = limit }: Pick<PreparedCheck, 'name' | 'probe' | 'settings' | 'limit' | 'late'>,
  { clock, elapsed, signal, step }: RunParts,
): Promise<CheckRun | undefined> {
  const [over, done] = [new AbortController(), new AbortController()]
  const [at, began] = [clock.now(), elapsed()]
  const run = probe.run(settings, {
    check: name,
    signal: eitherSignal(signal, over.signal),
    now: () => clock.now(),
    elapsed,
    step,
  })
  const timeUp = clock.sleep(limit, eitherSignal(signal, done.signal))
  const first = await Promise.race([run, timeUp]).finally(() => done.abort(OVER))
  const took = elapsed() - began
  if (signal.aborted) return undefined
  if (first === undefined) over.abort()
  const words = first ?? (await lastWords(run)) ?? failed(`no answer within ${seconds(limit)}`)
  const result = first === undefined && took > limit + STANDSTILL ? stoodStill(took - limit) : words
  // Even that it failed in an unforeseen way comes too late.
  const ended = run.then(
    () => undefined,
    () => undefined,
  )
  // An answer that was there in time, and seen after it, says nothing about how long it took.
  return { result: judged(result, took > limit ? 0 : took, late), at, took, ended }
}

/** What a probe says as soon as it is told to end: what it waited for. That it is well comes too late. */
async function lastWords(run: Promise<ProbeResult>): Promise<ProbeResult | undefined> {
  const said = await Promise.race([run.catch(() => undefined), setImmediate(undefined)])
  return said === undefined || said.verdict === 'ok' ? undefined : said
}

/** What was suspended, or got no processor, cannot say that the other side was silent. */
function stoodStill(milliseconds: number): ProbeResult {
  return { verdict: 'unknown', text: `the watcher itself stood still for ${seconds(milliseconds)}` }
}

function failed(text: string): ProbeResult {
  return { verdict: 'failed', text }
}

function judged(result: ProbeResult, took: number, late: number): ProbeResult {
  const text = plainText(result.text).slice(0, LONGEST).toWellFormed()
  if (result.verdict !== 'ok' || took <= late) return { ...result, text }
  return { ...result, verdict: 'late', text: `${text}, after ${seconds(took)}`.slice(0, LONGEST) }
}

/** Milliseconds as seconds for people. */
function seconds(milliseconds: number): string {
  return `${Number((milliseconds / 1000).toPrecision(2))} s`
}
