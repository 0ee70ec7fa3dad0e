import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { ROOT } from '../build/executable/bundle.ts'

test('the demo ends when the agent ends, and says so', async () => {
  const ended = await new Promise<{ failed: boolean; stderr: string }>((resolve) => {
    const env = { ...process.env, SPOOR_AGENT: '/bin/false' }
    const args = ['--import', 'tsx', join(ROOT, 'test', 'demo.ts')]
    execFile(process.execPath, args, { cwd: ROOT, env, timeout: 300_000 }, (error, _stdout, stderr) => {
      resolve({ failed: error?.code === 1, stderr })
    })
  })
  assert.match(ended.stderr, /the agent ended before the demo did/)
  assert.ok(ended.failed)
})
