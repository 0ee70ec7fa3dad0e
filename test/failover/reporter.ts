// A hub's store in a process of its own, which keeps reports as fast as it can; whatever it was told is kept, it says.
import { join } from 'node:path'
import { ServedPostgres } from '../../hub/store/postgres/served-postgres.ts'
import { type Arrival, StoreUnavailable } from '../../hub/store/store.ts'
import { arrivalOf, eventOf } from '../support/kept-events.ts'
import { ROOT } from '../support/repository-files.ts'
import { NOW } from '../support/stores.ts'

/** Reports that are on their way at the same time, and events of each. */
const TOGETHER = 20
const EVENTS = 50

const [url = '', name = '', agent = '0'] = process.argv.slice(2)
const onMade = (): void => undefined
const store = await ServedPostgres.open({ url }, join(ROOT, 'hub/main.ts'), { now: NOW, onMade })
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

async function isKept(arrival: Arrival): Promise<boolean> {
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
