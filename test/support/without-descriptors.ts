// A process that writes its status to the given folder without a free descriptor; prints the outcome.
import { closeSync, openSync } from 'node:fs'
import { SnapshotWriter } from '../../agent/snapshots/snapshot-writer.ts'
import { readSnapshot } from '../../agent/snapshots/snapshot.ts'
import { collectorView } from '../../agent/status/collector-view.ts'
import { anonymousMemory } from '../../lib/system/processes/memory.ts'

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

function takeAll(): number[] {
  const taken: number[] = []
  try {
    for (;;) taken.push(openSync('/dev/null', 'r'))
  } catch {
    return taken
  }
}

const [, , folder = ''] = process.argv
const writer = new SnapshotWriter(folder, 'collector', { sources: [] }, { spool: folder, before: undefined })
writer.listen(({ code }) => say(code))
const taken = takeAll()
await writer.flush()
say(anonymousMemory() === 0 ? 'no memory told' : 'memory told')
for (const descriptor of taken) closeSync(descriptor)
writer.show({})
await writer.flush()
say((await readSnapshot('collector', folder, collectorView.schema)) === undefined ? 'not written' : 'written')
await writer.close()
