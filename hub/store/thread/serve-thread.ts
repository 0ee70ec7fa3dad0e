import { getPriority, setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { codeOf } from '../../../lib/system/errors.ts'
import { memoryOfThread } from '../../../lib/system/processes/memory.ts'
import { CHANGES } from '../changes.ts'
import { QUESTIONS } from '../questions.ts'
import { SqliteStore } from '../sqlite/sqlite-store.ts'
import { StoreUnavailable } from '../store.ts'
import type { GroupingStore } from './grouping-store.ts'
import type { ThreadAnswer, ThreadOptions, ThreadRequest } from './thread-message.ts'

/**
 * How much less of a busy processor the writer gets than the threads that people wait for: its commits are large, and
 * nobody waits for one alone. The nice value of a thread (setpriority(2); Linux keeps one for each).
 */
const WRITER_NICE = 4

const NICEST = 19

/** A thread of a store: answers what `StoreThread` asks. */
export function serveThread(): void {
  const options: ThreadOptions = workerData
  if (options.readOnly !== true) makeNicer()
  const store = new SqliteStore(options)
  const memory = memoryOfThread()
  parentPort?.on('message', (request: ThreadRequest) => {
    memory.worked()
    void reply(store, request)
  })
}

/** Where a sandbox forbids that, the writer has as much as the others. */
function makeNicer(): void {
  try {
    setPriority(Math.min(NICEST, getPriority() + WRITER_NICE))
  } catch (error) {
    if (codeOf(error) === undefined) throw error
  }
}

async function reply(store: GroupingStore, request: ThreadRequest): Promise<void> {
  parentPort?.postMessage(await answer(store, request))
  if (request.asks === 'close') parentPort?.close()
}

async function answer(store: GroupingStore, request: ThreadRequest): Promise<ThreadAnswer> {
  const { number } = request
  try {
    return { number, output: await outputOf(store, request) }
  } catch (error) {
    if (error instanceof StoreUnavailable) {
      const { cause = error } = error
      return { number, unavailable: error.reason, message: String(cause) }
    }
    return { number, failure: error instanceof Error ? error : new Error(String(error)) }
  }
}

function outputOf(store: GroupingStore, request: ThreadRequest): Promise<unknown> {
  switch (request.asks) {
    case 'ask':
      return store.ask<unknown, unknown>(named(QUESTIONS, request.name), request.input)
    case 'change':
      return store.change<unknown, unknown>(named(CHANGES, request.name), request.input)
    case 'keep':
      return store.keepAll(request.arrivals)
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

/** What the other thread named has the input that it sent, as the types there say. */
function named<Asked>(all: ReadonlyMap<string, Asked>, name: string): Asked {
  const found = all.get(name)
  if (found === undefined) throw new Error(`${name} is not listed`)
  return found
}
