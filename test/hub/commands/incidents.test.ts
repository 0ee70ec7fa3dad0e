import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kindNumber } from '../../../hub/store/number-words.ts'
import { SqliteStore } from '../../../hub/store/sqlite/sqlite-store.ts'
import { createHubScene } from '../../support/hub-command.ts'
import { told } from '../../support/incident-evidence.ts'
import { agentIn, arrivalOf } from '../../support/kept-events.ts'
import { incidentIn } from '../../support/kept-incidents.ts'
import { NOW } from '../../support/stores.ts'

test('incidents are listed, shown and changed as the API does', async (t) => {
  const hub = await createHubScene(t)
  assert.match(await hub.run('incidents list'), /^There is no such incident/)
  const store = new SqliteStore({ folder: hub.store })
  t.after(() => store.close())
  await hub.run('people add carl', {}, 'correct horse battery')
  const sentence = 'Somebody reads\u001b[2J the mail of ann@example.com.'
  const id = await incidentIn(store, { incident: { sentence }, steps: [{}], subjects: [{}] })
  assert.match(
    await hub.run('incidents list'),
    new RegExp(`^${id} +open +high [^]*Somebody reads\\?\\[2J the mail`, 'm'),
  )
  assert.equal(JSON.parse(await hub.run('incidents list', { json: true })).id, id)
  assert.match(
    await hub.run(`incidents contain ${id}`, { reason: 'locked' }),
    new RegExp(`^Incident ${id} is contained`),
  )
  await assert.rejects(hub.run(`incidents assign ${id} Carl`), /is a viewer, who cannot take care/)
  await hub.run('people role carl analyst')
  assert.match(await hub.run(`incidents assign ${id} Carl`), /^carl takes care/)
  assert.match(
    await hub.run('incidents list', { assignee: 'carl', severity: 'medium', kind: 'compromise' }),
    /contained/,
  )
  assert.match(await hub.run('incidents list', { severity: 'critical' }), /^There is no/)
  assert.match(await hub.run(`incidents unassign ${id}`), /^Nobody takes care/)
  assert.match(await hub.run(`incidents note ${id} called`), /^Noted/)
  await assert.rejects(hub.run(`incidents dismiss ${id}`), { exitCode: 2, message: /--reason/ })
  await assert.rejects(hub.run(`incidents dismiss ${id}`, { reason: 'x' }), { exitCode: 2, message: /--assessment/ })
  const end = { reason: 'a test', assessment: 'confirmed_benign' }
  assert.match(await hub.run(`incidents dismiss ${id}`, end), /is dismissed now/)
  assert.match(await hub.run('incidents list'), /^There is no such incident/)
  const shown = await hub.run(`incidents show ${id}`)
  assert.match(shown, /^Incident 1: Somebody reads\?\[2J the mail of ann@example\.com\.\n/)
  assert.match(shown, /dismissed, high compromise/)
  assert.match(shown, /the hub +ann@example\.com +192\.0\.2\.7 [^]*\/var\/log\/maillog at 4711/)
  assert.match(shown, /on the command line +noted +called/)
  assert.match(shown, /^Closed +\d{4}-\d\d-\d\d \d\d:\d\d[^\n]* by [^\n]* on the command line: a test$/m)
  assert.equal(JSON.parse(await hub.run(`incidents show ${id}`, { json: true })).incident.state, 'dismissed')
  assert.match(await hub.run(`incidents reopen ${id}`), /is open now/)
  assert.match(await hub.run(`incidents resolve ${id}`), /is resolved now/)
  assert.match(await hub.run(`incidents show ${id}`), /^Closed +\d[^\n]* on the command line$/m)
})

test('an incident comes with the commands and the text for the customer, each on lines that can be copied', async (t) => {
  const hub = await createHubScene(t)
  const store = new SqliteStore({ folder: hub.store })
  t.after(() => store.close())
  await store.prepare(NOW)
  const agent = await agentIn(store)
  const fields = JSON.stringify({ forward_recipient: `thief\u001b${'x'.repeat(300)}@example.net` })
  const steps = [{ agent, event_id: 'f', kind: kindNumber('forward_added'), fields }]
  const id = await incidentIn(store, { steps, subjects: [{}] })
  const shown = await hub.run(`incidents show ${id}`)
  const lines = shown.split('\n')
  const { next } = JSON.parse(await hub.run(`incidents show ${id}`, { json: true }))
  const commands: readonly string[] = Object.values<{ commands: string[] }>(next).flatMap((todo) => todo.commands)
  assert.ok(commands.length > 0 && commands.every((line) => lines.includes(`    ${line}`)), shown)
  assert.ok(lines.includes('    Somebody else has probably used ann@example.com.'), shown)
  assert.ok(lines.includes('    What we ask of you:'))
  assert.ok(!shown.includes('\u001b'))
})

test('each step of a host comes with the id that spoor-agent line takes', async (t) => {
  const hub = await createHubScene(t)
  const store = new SqliteStore({ folder: hub.store })
  t.after(() => store.close())
  await store.prepare(NOW)
  const agent = await agentIn(store)
  const id = await incidentIn(store, { steps: [{ agent, event_id: 'a-b', event_time: NOW }, { event_id: 'of-hub' }] })
  const shown = await hub.run(`incidents show ${id}`)
  assert.match(shown, new RegExp(`web1\\.example\\.com[^]* ${NOW}\\.a-b +/var/log/maillog at 4711`))
  assert.doesNotMatch(shown, /of-hub/)
})

test('what happened is judged once more, beside what is there', async (t) => {
  const hub = await createHubScene(t)
  const store = new SqliteStore({ folder: hub.store })
  t.after(() => store.close())
  const now = Math.floor(Date.now() / 1000)
  await store.prepare(now)
  const agent = await agentIn(store)
  const burst = told(agent, 'login_burst', 'a', { time: now, received: now, mailbox: null, ip: '203.0.113.7' })
  await store.keep(arrivalOf(agent, [burst], { received: now }))
  assert.match(
    await hub.run('incidents replay', { since: '1h' }),
    /^Of what happened since [^]*, 1 incident would come\.[^]*\n1 +open +medium [^]*203\.0\.113\.7 tries passwords/,
  )
  assert.equal(JSON.parse(await hub.run('incidents replay', { json: true })).subject, '203.0.113.7')
  assert.match(await hub.run('incidents list'), /^There is no such incident/)
  await assert.rejects(hub.run('incidents replay', { since: 'x' }), { exitCode: 2, message: /--since x/ })
})

test('what names no incident is refused in a sentence', async (t) => {
  const hub = await createHubScene(t)
  const wrong = [
    ['incidents show x', {}, /^"x" is no number of an incident/],
    ['incidents list', { state: 'gone' }, /^"gone" is no state/],
    ['incidents list', { limit: '0' }, /^--limit/],
    ['incidents note 1', {}, /<text> is missing/],
    ['incidents resolve 1', { assessment: 'fine' }, /^"fine" is no assessment/],
  ] as const
  for (const [words, options, message] of wrong)
    await assert.rejects(hub.run(words, options), { exitCode: 2, message }, words)
  for (const words of ['show 1', 'resolve 1', 'note 1 x'])
    await assert.rejects(hub.run(`incidents ${words}`), /^ActionNeeded: There is no incident 1/)
  await assert.rejects(hub.run('incidents list', { host: 'web9.example.com' }), /There is no host web9/)
  await assert.rejects(hub.run('incidents assign 1 nobody'), /There is no incident 1/)
})
