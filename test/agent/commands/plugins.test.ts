import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCheckHost } from '../../support/check-host.ts'

test('plugins and survey, which units call, say what they are for', async (t) => {
  const { run } = await createCheckHost(t)
  const plugins = await run('plugins')
  assert.equal(plugins.code, 2)
  assert.match(
    plugins.stderr,
    /systemd calls this when a check needs it; [^]*systemctl start spoor-agent-plugins\.socket/,
  )
  const survey = await run('survey')
  assert.equal(survey.code, 2)
  assert.match(survey.stderr, /write --due for what checks ask for/)
})
