// A test file that never ends by itself, with an agent in it; prints the pids of both processes.
import { test } from 'node:test'
import { startAgent } from './agent-process.ts'
import { createTestHost } from './test-host.ts'

test('never ends', async () => {
  const host = await createTestHost({ api: 'http://127.0.0.1:9' })
  const agent = startAgent(['collect', '--config', host.config])
  await agent.untilLine(/collector_started/)
  process.stderr.write(`processes: ${process.pid} ${agent.pid} ${host.folder}\n`)
  await new Promise(() => setInterval(() => undefined, 1000))
})
