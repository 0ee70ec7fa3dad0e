import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { HubStage } from '../hub-torture/hub-stage.ts'

/**
 * In a thread of its own, which gets the processor before others: the agents keep this one busy, and as they share the
 * machine with the hub they would keep an answer waiting once it has come. Without the right to that it waits.
 */
const ASKING = `
try { require('node:os').setPriority(-10) } catch {}
const { parentPort, workerData: { urls, headers, askers, pause: rest, duration } } = require('node:worker_threads')
const { setTimeout: pause } = require('node:timers/promises')
const times = []
async function ask(_, number) {
  for (const began = performance.now(); performance.now() - began < duration; await pause(rest)) {
    const asked = performance.now()
    const response = await fetch(urls[number++ % urls.length], { headers })
    if (response.status !== 200) throw new Error(await response.text())
    await response.arrayBuffer()
    times.push(performance.now() - asked)
  }
}
void Promise.all(Array.from({ length: askers }, ask)).then(() => parentPort.postMessage(times))`

/** What is asked, and how. */
export interface Asking {
  /** Each of them in turn. */
  readonly urls: readonly string[]
  readonly headers?: Readonly<Record<string, string>>
  /** How many ask at the same time, the pause after each answer, and for how long they do; in milliseconds. */
  readonly askers: number
  readonly pause: number
  readonly duration: number
}

/** How long each of many answers took, in milliseconds. Rejects if one is no success. */
export async function answerTimes(asking: Asking): Promise<readonly number[]> {
  const thread = new Worker(ASKING, { eval: true, execArgv: [], workerData: asking })
  const [times]: readonly number[][] = await once(thread, 'message')
  return times ?? []
}

/** Events of a report. */
const OF_REPORT = 10

/**
 * Agents report so many events a second for so many milliseconds, ten a report, however long answers take. Returns how
 * long these took.
 */
export async function reportSteadily(
  { reporters }: HubStage,
  rate: number,
  duration: number,
): Promise<readonly number[]> {
  const report = async (): Promise<number> => {
    const asked = performance.now()
    assert.equal(await reporters.report(OF_REPORT), 202)
    return performance.now() - asked
  }
  const [began, answers]: [number, Promise<number>[]] = [performance.now(), []]
  for (let passed = 0; passed < duration; passed = performance.now() - began) {
    const due = (passed * rate) / 1000 / OF_REPORT
    while (answers.length < due) answers.push(report())
    await setTimeout(5)
  }
  return Promise.all(answers)
}

/** Anonymous memory of a process, in MiB. */
export function anonymousMiB(pid: number): number {
  const [, kibibytes] = /^Anonymous:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? []
  return Number(kibibytes) / 1024
}
