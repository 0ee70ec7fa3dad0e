// A hub's store in a process of its own, which keeps reports as fast as it can; whatever it was told is kept, it says.
import { PostgresStore } from '../../hub/store/postgres/postgres-store.ts'
import { StoreUnavailable } from '../../hub/store/store.ts'
import { arrivalOf, eventOf } from '../support/kept-events.ts'
import { NOW } from '../support/stores.ts'

/** Reports that are on their way at the same time, and events of each. */
const TOGETHER = 20
const EVENTS = 50

const [url = '', name = '', agent = '0'] = process.argv.slice(2)
const store = new PostgresStore({ url })
const stop = new AbortController()
let number = 0
process.once('message', () => stop.abort())

/** Sends one report after another; each until it is kept, as agents do. */
async function report(): Promise<void> {
  while (!stop.signal.aborted) {
    number += 1
    const ids = Array.from({ length: EVENTS }, (_, index) => `${name}-${number}-${index}`)
    const arrival = arrivalOf(
      Number(agent),
      ids.map((id) => eventOf(Number(agent), id)),
      { received: NOW },
    )
    while (!(await isKept(arrival))) {
      process.send?.({ refused: name })
      await new Promise((resolve) => void setTimeout(resolve, 100))
    }
    process.send?.({ kept: ids })
  }
}

async function isKept(arrival: Parameters<PostgresStore['keep']>[0]): Promise<boolean> {
  try {
    await store.keep(arrival)
    return true
  } catch (error) {
    if (error instanceof StoreUnavailable) return false
    throw error
  }
}

await Promise.all(Array.from({ length: TOGETHER }, report))
await store.close()
process.disconnect()
