import assert from 'node:assert/strict'
import { rehearse } from '../../../hub/evaluation/rehearsal.ts'
import { hostsIn, judgeAll, keepAll, massAttack } from '../../support/fleet-story.ts'
import { told } from '../../support/incident-evidence.ts'
import { incidentRows } from '../../support/incident-rows.ts'
import { agentIn } from '../../support/kept-events.ts'
import { NOW, openEmbedded, testOnStores } from '../../support/stores.ts'

const NOTHING = { incidents: [], steps: [], subjects: [], history: [] }

testOnStores('judging again gives what judging gives, and changes nothing of what it reads', async (store, context) => {
  const agents = await hostsIn(store, 14)
  await keepAll(store, massAttack(agents, 60))
  const scratch = await openEmbedded(context)
  // Its hosts have other numbers.
  await agentIn(scratch, 'web0.example.com')
  await rehearse({ store, scratch, since: NOW, now: NOW + 600, tell: ({ text }) => assert.fail(text) })
  assert.deepEqual(await store.ask(incidentRows, null), NOTHING)
  await judgeAll(store, NOW + 600)
  const [again, once] = [await scratch.ask(incidentRows, null), await store.ask(incidentRows, null)]
  assert.deepEqual(
    again.incidents.map(({ sentence, severity }) => [sentence, severity]),
    once.incidents.map(({ sentence, severity }) => [sentence, severity]),
  )
  assert.deepEqual(again.subjects, once.subjects)
  assert.ok(again.subjects.length > 60)
})

testOnStores('only what happened since the time is judged again', async (store, context) => {
  const agent = await agentIn(store)
  const mail = (id: string, time: number): ReturnType<typeof told> =>
    told(agent, 'mail_burst', id, { time, mailbox: `${id}@example.com`, ip: null })
  for (const [id, time] of [
    ['old', NOW - 86_400],
    ['new', NOW],
  ] as const)
    await keepAll(store, [{ agent, received: time, events: [mail(id, time)] }])
  const scratch = await openEmbedded(context)
  await rehearse({ store, scratch, since: NOW - 60, now: NOW, tell: ({ text }) => assert.fail(text) })
  const { incidents } = await scratch.ask(incidentRows, null)
  assert.deepEqual(
    incidents.map(({ subject }) => subject),
    ['new@example.com'],
  )
  const empty = await openEmbedded(context)
  await rehearse({ store, scratch: empty, since: NOW + 60, now: NOW, tell: ({ text }) => assert.fail(text) })
  assert.deepEqual(await empty.ask(incidentRows, null), NOTHING)
})
