import assert from 'node:assert/strict'
import { Evaluator } from '../../../hub/evaluation/evaluator.ts'
import { judgeArrivals } from '../../../hub/evaluation/judge-arrivals.ts'
import { judgingLag } from '../../../hub/store/ask/judging-lag.ts'
import { storeContents } from '../../../hub/store/ask/store-contents.ts'
import { takeLease } from '../../../hub/store/change/take-lease.ts'
import { type Store, StoreUnavailable } from '../../../hub/store/store.ts'
import { ATTACKER, byLetters, hostsIn, keepAll, massAttack } from '../../support/fleet-story.ts'
import { told } from '../../support/incident-evidence.ts'
import { incidentRows } from '../../support/incident-rows.ts'
import { NOW, testOnStores } from '../../support/stores.ts'

/** Judges for so many pauses of a second; returns what was told. */
async function judging(
  store: Store,
  pauses: number,
  inPause = async (): Promise<void> => undefined,
  worked = (): void => undefined,
): Promise<string[]> {
  const stop = new AbortController()
  const codes: string[] = []
  let now = NOW + 300
  const sleep = async (): Promise<void> => {
    await inPause()
    now += 1
    if (now === NOW + 300 + pauses) stop.abort()
  }
  const clock = { now: () => now * 1000, sleep }
  const tell = ({ code }: { code: string }): void => void codes.push(code)
  await judgeArrivals({ store, clock, rules: () => [], tell, signal: stop.signal, worked })
  return codes
}

/** A store that fails in the way that it is told to. */
function failing(store: Store, fault: () => Error | undefined): Store {
  const or = <T>(work: () => Promise<T>): Promise<T> => {
    const error = fault()
    return error === undefined ? work() : Promise.reject(error)
  }
  return {
    ask: (question, input) => or(() => store.ask(question, input)),
    change: (change, input) => or(() => store.change(change, input)),
    keep: (arrival) => store.keep(arrival),
    scrub: () => store.scrub(),
    close: async () => undefined,
  }
}

testOnStores('what arrives is judged while the hub has the lease, and the lease is given back', async (store) => {
  await keepAll(store, massAttack(await hostsIn(store, 14), 30))
  const served: boolean[] = []
  await judging(store, 2, async () => void served.push((await store.ask(storeContents, null)).isServed))
  const { incidents } = await store.ask(incidentRows, null)
  assert.equal(incidents.find(({ kind }) => kind === 'attack')?.subject, ATTACKER)
  assert.deepEqual(served, [true, true])
  assert.equal((await store.ask(storeContents, null)).isServed, false)
  assert.deepEqual(await store.ask(judgingLag, null), { arrivals: 0, since: null })
})

testOnStores('each round is work after which memory is given back, also if nobody asks the hub', async (store) => {
  await keepAll(store, massAttack(await hostsIn(store, 14), 30))
  let [rounds, pauses] = [0, 0]
  await judging(
    store,
    3,
    async () => void (pauses += 1),
    () => (rounds += 1),
  )
  assert.equal(pauses, 3)
  assert.ok(rounds >= pauses)
})

testOnStores('a hub without the lease judges nothing', async (store) => {
  await keepAll(store, massAttack(await hostsIn(store, 14), 30))
  await store.change(takeLease, { name: 'evaluator', holder: 'another hub', seconds: 60 })
  assert.deepEqual(await judging(store, 3), [])
  assert.deepEqual((await store.ask(incidentRows, null)).incidents, [])
  assert.deepEqual(await store.ask(judgingLag, null), { arrivals: 33, since: NOW + 2 })
})

testOnStores('a fault of the store is told once, if it does not pass, and then all is judged', async (store) => {
  await keepAll(store, massAttack(await hostsIn(store, 14), 30))
  const faults = [new StoreUnavailable('away'), new Error('no such table'), new Error('no such table')]
  assert.deepEqual(
    await judging(
      failing(store, () => faults.shift()),
      6,
    ),
    ['judging_failed', 'judging_goes_on'],
  )
  assert.equal((await store.ask(incidentRows, null)).incidents.length, 4)
})

testOnStores('a full disk is told once, and when there is room all is judged', async (store) => {
  await keepAll(store, massAttack(await hostsIn(store, 14), 30))
  const faults = Array.from({ length: 3 }, () => new StoreUnavailable('full'))
  const held = failing(store, () => faults.shift())
  assert.deepEqual(await judging(held, 6), ['judging_held', 'judging_goes_on'])
  assert.equal((await store.ask(incidentRows, null)).incidents.length, 4)
})

testOnStores('evidence that the store refuses is left out and told, and all else is judged', async (store) => {
  await keepAll(store, massAttack(await hostsIn(store, 14), 30))
  const refusing: Store = {
    ...failing(store, () => undefined),
    change: (change, input) =>
      JSON.stringify(input).includes('"subject":"m1@site1.example"')
        ? Promise.reject(new Error('a bug'))
        : store.change(change, input),
  }
  assert.deepEqual(await judging(refusing, 3), ['event_not_judged'])
  const { incidents } = await store.ask(incidentRows, null)
  assert.deepEqual(incidents.map(({ subject }) => subject).toSorted(byLetters), [
    ATTACKER,
    'm0@site0.example',
    'm2@site2.example',
  ])
  assert.match(incidents.find(({ kind }) => kind === 'attack')?.sentence ?? '', /30 mailboxes, 3 successes/)
})

testOnStores('what is quiet for long closes only by a clock that is trusted', async (store) => {
  await keepAll(store, massAttack(await hostsIn(store, 14), 30))
  await judging(store, 2)
  const [later, parts] = [NOW + 30 * 86_400, { store, rules: () => [], tell: () => assert.fail() }]
  const open = async (): Promise<number> =>
    (await store.ask(incidentRows, null)).incidents.filter(({ closed }) => closed === null).length
  const before = await open()
  const doubting = await Evaluator.start({ ...parts, trustedClock: { trusts: async () => false } })
  await doubting.round(later)
  assert.equal(await open(), before)
  const trusting = await Evaluator.start({ ...parts, trustedClock: { trusts: async (now) => now === later } })
  await trusting.round(later)
  assert.ok((await open()) < before)
})

testOnStores('what is counted beside refused evidence counts once, wherever judging breaks off', async (store) => {
  const [agent = 0] = await hostsIn(store, 1)
  const burst = told(agent, 'login_burst', 'burst', { mailbox: null, ip: ATTACKER })
  await keepAll(store, [{ agent, received: NOW, events: [burst] }])
  await judging(store, 2)
  const steps = async (): Promise<number | undefined> =>
    (await store.ask(incidentRows, null)).subjects.find(({ name }) => name === ATTACKER)?.steps
  const before = (await steps()) ?? 0
  for (let round = 0; round < 6; round += 1) {
    const failures = Array.from({ length: 5 }, (_, index) =>
      told(agent, 'login_failed', `f${round}-${index}`, { mailbox: `m${index}@example.com`, ip: ATTACKER }),
    )
    const bug = told(agent, 'mailbox_takeover', `t${round}`, { mailbox: 'bug@example.com' })
    await keepAll(store, [{ agent, received: NOW, events: [...failures, bug] }])
    let changes = 0
    const breaking: Store = {
      ...failing(store, () => undefined),
      change: (change, input) => {
        if (!change.name.endsWith('-evidence')) return store.change(change, input)
        changes += 1
        if (changes === round + 1) return Promise.reject(new StoreUnavailable('away'))
        const isBug = JSON.stringify(input).includes('"subject":"bug@example.com"')
        return isBug ? Promise.reject(new Error('a bug')) : store.change(change, input)
      },
    }
    await judging(breaking, 4)
    assert.equal(await steps(), before + 5 * (round + 1), `broke off at change ${round + 1}`)
  }
})
