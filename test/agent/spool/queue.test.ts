import { Outbox } from '../../../agent/spool/outbox/outbox.ts'
import { makeReport } from '../../../agent/spool/reports/report-file.ts'
import { testQueue } from '../../support/queue-contract.ts'
import { createSpool, entryOf, reportUpTo } from '../../support/spool-scene.ts'

testQueue('outbox', async (t) => {
  const { folders, tell, put } = await createSpool(t)
  let sequence = 0
  return {
    open: async () => new Outbox(folders, 'server.example.net', tell),
    seal: async () => {
      sequence += 1
      const entries = ['a', 'b', 'c'].map((letter) => entryOf(`${letter}-${sequence}`))
      const report = makeReport({ ...reportUpTo(sequence), entries })
      await put('parsed', sequence, report)
      return report.id
    },
  }
})
