import { startFakeApi } from '../support/fake-api.ts'
import { createTestHost } from '../support/test-host.ts'
import type { Count } from './ledger.ts'
import type { Need } from './needs.ts'
import { Stage } from './stage.ts'

/** Something that is done to a log and to the agent that follows it. */
export interface Scenario {
  readonly name: string
  /** What is done, in one sentence. */
  readonly what: string
  /** Takes long, so it runs only with `--all`, or when it is asked for. */
  readonly slow?: true
  /** What it cannot do without. */
  readonly needs?: readonly Need[]
  /** The reports are sent, too. */
  readonly transmits?: true
  /** Events may come again, under the same ids. */
  readonly mayRepeat?: true
  /** Leaves the agent running. */
  readonly run: (stage: Stage) => Promise<void>
}

/** How a scenario ended. */
export interface Outcome extends Count {
  readonly clean: boolean
  readonly seconds: number
  /** What else went wrong, in one sentence. */
  readonly problem?: string
  /** The journal of its agents. */
  readonly said: string
}

/** Nobody listens there; and nobody sends: the reports stay in the spool, where they are counted. */
const NO_API = 'http://127.0.0.1:9'

/** Runs one scenario in a folder of its own. */
export async function runScenario({ run, mayRepeat, transmits }: Scenario): Promise<Outcome> {
  const began = performance.now()
  const api = transmits === true ? await startFakeApi() : undefined
  const stage = new Stage(await createTestHost({ api: api?.url ?? NO_API, start: 'beginning' }), api)
  try {
    const problem = await play(run, stage)
    const count = stage.ledger.count()
    const { lost, doubled, doubledAnew, damaged } = count
    const faults = lost + damaged + (mayRepeat === true ? doubledAnew : doubled)
    const clean = faults === 0 && problem === undefined
    const seconds = (performance.now() - began) / 1000
    return { ...count, clean, seconds, said: stage.said, ...(problem === undefined ? {} : { problem }) }
  } finally {
    await stage.close()
    await api?.close()
  }
}

/** Every scenario ends with a line, a restart and another line: only then it shows that nothing is read again. */
async function play(run: Scenario['run'], stage: Stage): Promise<string | undefined> {
  try {
    await run(stage)
    await stage.writeAndRead(1)
    await stage.stop()
    await stage.start()
    await stage.writeAndRead(1)
    await stage.stop()
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
