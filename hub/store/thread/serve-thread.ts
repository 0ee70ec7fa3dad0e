import { getPriority, setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { codeOf } from '../../../lib/system/errors.ts'
import { memoryOfThread } from '../../../lib/system/processes/memory.ts'
import { CHANGES } from '../changes.ts'
import { QUESTIONS } from '../questions.ts'
import { type Arrival, StoreUnavailable } from '../store.ts'
import type { GroupingStore } from './grouping-store.ts'
import type { BroughtArrival, ThreadAnswer, ThreadOptions, ThreadOutcome, ThreadRequest } from './thread-message.ts'

/**
 * How much less of a busy processor the writer, and who answers long questions, get than the threads that people wait
 * for: commits are large, and nobody waits for one alone. The nice value of a thread (setpriority(2); Linux keeps one
 * for each).
 */
const NICER = 4

const NICEST = 19

/** A thread of a store: answers what `StoreThread` asks. */
export async function serveThread(): Promise<void> {
  const options: ThreadOptions = workerData
  if (options.isNice) makeNicer()
  const store = await opened(options)
  const memory = memoryOfThread()
  const unanswered = new Set<Promise<void>>()
  const brought = new Map<number, Arrival>()
  parentPort?.on('message', (request: ThreadRequest | BroughtArrival) => {
    memory.worked()
    if ('brings' in request) return void brought.set(request.brings, JSON.parse(request.json))
    const before = [...unanswered]
    const answered = answer({ store, brought }, request, before).finally(() => unanswered.delete(answered))
    unanswered.add(answered)
  })
}

/** What a thread works with. */
interface Served {
  readonly store: GroupingStore
  readonly brought: Map<number, Arrival>
}

/** Loads only what the store is made of. */
async function opened(options: ThreadOptions): Promise<GroupingStore> {
  if (options.opens === 'PostgreSQL') {
    const { PostgresStore } = await import('../postgres/postgres-store.ts')
    return new PostgresStore(options)
  }
  const { SqliteStore } = await import('../sqlite/sqlite-store.ts')
  return new SqliteStore(options)
}

/** Where a sandbox forbids that, all have as much. */
function makeNicer(): void {
  try {
    setPriority(Math.min(NICEST, getPriority() + NICER))
  } catch (error) {
    if (codeOf(error) === undefined) throw error
  }
}

/** What was asked before a store is closed is answered before. */
async function answer(served: Served, request: ThreadRequest, before: readonly Promise<void>[]): Promise<void> {
  const { number, asks } = request
  if (asks === 'close') await Promise.all(before)
  const outcome = await outcomeOf(served, request)
  const message: ThreadAnswer = { number, collisions: served.store.collisions ?? 0, ...outcome }
  parentPort?.postMessage(message)
  if (asks === 'close') parentPort?.close()
}

async function outcomeOf(served: Served, request: ThreadRequest): Promise<ThreadOutcome> {
  try {
    return { output: await outputOf(served, request) }
  } catch (error) {
    if (error instanceof StoreUnavailable) {
      const { cause = error } = error
      return { unavailable: error.reason, message: String(cause) }
    }
    return { failure: error instanceof Error ? error : new Error(String(error)) }
  }
}

function outputOf({ store, brought }: Served, request: ThreadRequest): Promise<unknown> {
  switch (request.asks) {
    case 'ask':
      return store.ask<unknown, unknown>(named(QUESTIONS, request.name), request.input)
    case 'change':
      return store.change<unknown, unknown>(named(CHANGES, request.name), request.input)
    case 'keep':
      return store.keepAll(taken(brought, request.brought))
    case 'drop':
      return store.dropBefore(request.day)
    case 'days':
      return store.prepareDays(request.now)
    case 'scrub':
      return store.scrub()
    case 'close':
      return store.close()
  }
}

/** The arrivals of these numbers, which are not there any more. */
function taken(brought: Map<number, Arrival>, numbers: readonly number[]): readonly Arrival[] {
  return numbers.map((number) => {
    const arrival = brought.get(number)
    if (arrival === undefined) throw new Error(`arrival ${number} was not brought`)
    brought.delete(number)
    return arrival
  })
}

/** What the other thread named has the input that it sent, as the types there say. */
function named<Asked>(all: ReadonlyMap<string, Asked>, name: string): Asked {
  const found = all.get(name)
  if (found === undefined) throw new Error(`${name} is not listed`)
  return found
}
