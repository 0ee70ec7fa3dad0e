import assert from 'node:assert/strict'
import { BatchReader } from '../../../hub/forwarding/next-batch.ts'
import { severityNumber } from '../../../hub/store/number-words.ts'
import { keptIncident } from '../../support/kept-incident.ts'
import { NOW, testOnStores } from '../../support/stores.ts'

testOnStores('changes of incidents that are not severe enough are read once, and passed', async (store) => {
  const to = { host: '127.0.0.1', port: 514, tls: false }
  const reader = new BatchReader(store, { name: 'siem', format: 'text', severity: 'high', to })
  for (let index = 0; index < 150; index += 1)
    await store.change(keptIncident, { severity: severityNumber('low'), subject: `m${index}@example.com` })
  let place = { arrival: 0, incidentChange: 0 }
  let batches = 0
  const readAll = async (): Promise<number> => {
    let messages = 0
    for (let batch = await reader.after(place, NOW); batch !== undefined; batch = await reader.after(place, NOW)) {
      place = batch.place
      messages += batch.messages.length
      batches += 1
    }
    return messages
  }
  assert.equal(await readAll(), 0)
  assert.equal(place.incidentChange, 150)
  await store.change(keptIncident, { severity: severityNumber('high') })
  assert.equal(await readAll(), 1)
  assert.deepEqual([place.incidentChange, batches], [151, 3])
})
