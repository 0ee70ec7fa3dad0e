import assert from 'node:assert/strict'
import { judgingState } from '../../../hub/store/ask/judging-state.ts'
import { type Change, type Store, StoreUnavailable } from '../../../hub/store/store.ts'
import {
  ATTACKER,
  byLetters,
  hostsIn,
  judgeAll,
  keepAll,
  massAttack,
  outcomeOf,
  startEvaluator,
} from '../../support/fleet-story.ts'
import { told } from '../../support/incident-evidence.ts'
import { incidentRows } from '../../support/incident-rows.ts'
import { NOW, openEmbedded, testOnStores } from '../../support/stores.ts'

testOnStores('an address that no host suspects, but the fleet does, is one incident', async (store) => {
  await keepAll(store, massAttack(await hostsIn(store, 14), 212))
  await judgeAll(store, NOW + 600)
  const { incidents, steps } = await store.ask(incidentRows, null)
  const three = [0, 1, 2].map((index) => `m${index}@site${index}.example`)
  assert.deepEqual(incidents.map(({ severity, sentence }) => `${severity} ${sentence}`).toSorted(byLetters), [
    `3 ${ATTACKER} tries passwords: 14 hosts, 212 mailboxes, 3 successes.`,
    ...three.map((mailbox) => `3 ${mailbox} logged in after many failed logins.`),
  ])
  const attack = incidents.find(({ kind }) => kind === 'attack')
  const own = steps.filter(({ incident }) => incident === attack?.id)
  assert.ok(own.length < 15, `${own.length} steps: failures are counted`)
  assert.deepEqual(
    own.filter(({ agent }) => agent !== 0).map(({ event_id }) => event_id),
    ['in0', 'in1', 'in2'],
  )
})

testOnStores('an address that tries twenty mailboxes, each often, is one attack, not twenty-one', async (store) => {
  const [agent = 0] = await hostsIn(store, 1)
  const events = Array.from({ length: 400 }, (_, index) => {
    const mailbox = `m${Math.floor(index / 20)}@example.com`
    return told(agent, 'login_failed', `f${index}`, { time: NOW + index, mailbox, ip: ATTACKER })
  })
  await keepAll(store, [{ agent, received: NOW + 400, events }])
  await judgeAll(store, NOW + 900)
  const { incidents } = await store.ask(incidentRows, null)
  assert.deepEqual(
    incidents.map(({ sentence }) => sentence),
    [`${ATTACKER} tries passwords: 1 host, 20 mailboxes, no success.`],
  )
})

testOnStores(
  'the same arrivals give the same incidents, in whichever order hosts report, and from whatever was saved',
  async (store, context) => {
    const story = massAttack(await hostsIn(store, 14), 60, 5)
    await keepAll(store, story)
    await judgeAll(store, NOW + 900)
    const whole = outcomeOf(await store.ask(incidentRows, null))
    const other = await openEmbedded(context)
    await hostsIn(other, 14)
    const delayed = story.map(({ agent, received, events }, index) => ({
      agent,
      received: received + (index % 5) * 11,
      events,
    }))
    delayed.sort((a, b) => a.received - b.received)
    let evaluator = await startEvaluator(other)
    const saved = new Set<string>()
    for (let index = 0; index < delayed.length; index += 4) {
      const some = delayed.slice(index, index + 4)
      await keepAll(other, some)
      await evaluator.round(some.at(-1)?.received ?? 0)
      const { judged, ruled } = await other.ask(judgingState, null)
      saved.add(ruled === 0 ? 'nothing' : ruled === judged ? 'all' : 'some')
      if (index % 28 === 24) evaluator = await startEvaluator(other)
    }
    await judgeAll(other, NOW + 900)
    assert.deepEqual(outcomeOf(await other.ask(incidentRows, null)), whole)
    assert.deepEqual([...saved].toSorted(byLetters), ['all', 'nothing', 'some'])
  },
)

testOnStores(
  'a kill before or after any commit, and a second evaluator, change no incident',
  async (store, context) => {
    const story = massAttack(await hostsIn(store, 14), 40)
    const calm = await openEmbedded(context)
    await hostsIn(calm, 14)
    await keepAll(calm, story)
    await judgeAll(calm, NOW + 600)
    let calls = 0
    const mortal: Store = {
      ask: (question, input) => store.ask(question, input),
      change: async (change, input) => {
        calls += 1
        if (calls % 3 === 1) throw new StoreUnavailable('away')
        const output = await store.change(change, input)
        if (calls % 3 === 2) throw new StoreUnavailable('away')
        return output
      },
      keep: (arrival) => store.keep(arrival),
      scrub: () => store.scrub(),
      close: async () => undefined,
    }
    for (const [index, report] of story.entries()) {
      await keepAll(store, [report])
      // The rival judges from time to time, and believes that it has the lease.
      await judgeAll(index % 4 === 0 ? store : mortal, report.received).catch(onlyUnavailable)
    }
    await judgeAll(store, NOW + 600)
    assert.ok(calls > 20)
    assert.deepEqual(outcomeOf(await store.ask(incidentRows, null)), outcomeOf(await calm.ask(incidentRows, null)))
  },
)

function onlyUnavailable(error: unknown): void {
  if (!(error instanceof StoreUnavailable)) throw error
}

testOnStores('two evaluators at once judge each arrival once', async (store) => {
  const story = massAttack(await hostsIn(store, 14), 60)
  const evaluators = [await startEvaluator(store), await startEvaluator(store)]
  for (let index = 0; index < story.length; index += 7) {
    const some = story.slice(index, index + 7)
    await keepAll(store, some)
    const now = some.at(-1)?.received ?? 0
    const rounds = await Promise.all(evaluators.map((each) => each.round(now)))
    for (const [which, isMore] of rounds.entries())
      if (isMore === undefined) evaluators[which] = await startEvaluator(store)
  }
  await judgeAll(store, NOW + 600)
  const { subjects, incidents } = await store.ask(incidentRows, null)
  const attack = incidents.find(({ kind }) => kind === 'attack')
  assert.match(attack?.sentence ?? '', /14 hosts, 60 mailboxes, 3 successes/)
  const failures = subjects.filter(({ incident, type }) => incident === attack?.id && type === 'mailbox')
  const tries = failures.reduce((sum, { steps, successes }) => sum + steps - successes, 0)
  assert.ok(tries >= 60 && tries <= 63, `${tries}: 60 tries, and the three that the hub concluded something of`)
})

testOnStores('what was erased from what the rules knew does not come back', async (store) => {
  const [agent = 0] = await hostsIn(store, 1)
  const failed = (id: string, mailbox: string, time: number): Promise<void> =>
    keepAll(store, [{ agent, received: time, events: [told(agent, 'login_failed', id, { mailbox, time })] }])
  const evaluator = await startEvaluator(store)
  for (const [index, mailbox] of ['ann@example.com', 'bob@example.com', 'cid@example.com'].entries()) {
    await failed(`${index}`, mailbox, NOW + 120 * index)
    assert.equal(await evaluator.round(NOW + 120 * index), false)
  }
  const { state } = await store.ask(judgingState, null)
  assert.match(state, /ann@example\.com/)
  await store.change(eraseAnn, state.replaceAll('ann@', 'x@'))
  await failed('later', 'dan@example.com', NOW + 500)
  assert.equal(await evaluator.round(NOW + 500), undefined, 'it starts anew')
  const restarted = await startEvaluator(store)
  for (const time of [NOW + 500, NOW + 600]) assert.equal(await restarted.round(time), false)
  await failed('last', 'dan@example.com', NOW + 700)
  await restarted.round(NOW + 700)
  const after = (await store.ask(judgingState, null)).state
  assert.match(after, /dan@example\.com/)
  assert.doesNotMatch(after, /ann@example\.com/)
})

const eraseAnn: Change<string, null> = {
  name: 'erase-ann',
  run: async (db, state) => {
    await db.updateTable('judging').set({ state }).where('name', '=', 'rules').execute()
    return null
  },
}
