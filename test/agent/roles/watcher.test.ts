import assert from 'node:assert/strict'
import { test } from 'node:test'
import { importGraph, reachOf } from '../../support/import-graph.ts'

test('the watcher loads neither what reads logs or seals reports nor what sends them', async () => {
  const graph = await importGraph()
  const loaded = [...reachOf(graph, ['agent/roles/watcher.ts'])]
  assert.ok(loaded.includes('agent/watch/schedule.ts'))
  assert.deepEqual(
    loaded.filter((path) =>
      /^agent\/(?:collect|drivers|receivers|alerts|replay)\/|^agent\/spool\/(?:sealer|spool)\.ts$/.test(path),
    ),
    [],
  )
})
