import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createDivider, type Divided } from '../../../../agent/receivers/delivery/division.ts'
import type { Outcome } from '../../../../agent/receivers/spoor-api/outcome.ts'
import type { Sendable } from '../../../../agent/receivers/spoor-api/report-request.ts'
import { reportId } from '../../../../agent/spool/reports/report-file.ts'
import type { Entry } from '../../../../lib/event/entry.ts'
import { notedDivisions } from '../../../support/noted-divisions.ts'
import { entryOf } from '../../../support/spool-scene.ts'

const { signal } = new AbortController()

const METADATA = { reporter: 'server.example.net', labels: { site: 'vienna' } }

function reportOf(length: number): Sendable {
  const entries = Array.from({ length }, (_, index) => entryOf(`e${index}`))
  return { id: reportId(entries), entries, metadata: METADATA }
}

/** An API that remembers what it has, and what it was sent: each request as its first and last entry. */
class Api {
  readonly sent: string[] = []
  readonly has: string[] = []
  readonly #answer: (entries: readonly Entry[]) => Outcome

  constructor(answer: (entries: readonly Entry[]) => Outcome) {
    this.#answer = answer
  }

  async send({ id, entries, metadata }: Sendable): Promise<Outcome> {
    assert.equal(id, reportId(entries))
    assert.deepEqual(metadata, METADATA, 'each part tells of its host what the report told')
    this.sent.push(`${entries[0]?.id}-${entries.at(-1)?.id}`)
    const outcome = this.#answer(entries)
    if (outcome.result === 'accepted') this.has.push(...entries.map((entry) => entry.id))
    return outcome
  }
}

const ACCEPTED: Outcome = { result: 'accepted' }
const LATER: Outcome = { result: 'later', cause: 'network', reason: 'Cut.' }

function refusal(reason: string): Outcome {
  return { result: 'rejected', reason, divisible: true }
}

/** Refuses what holds one of these entries. */
function finicky(...bad: readonly string[]): Api {
  return new Api((entries) => {
    const found = entries.find(({ id }) => bad.includes(id))
    return found === undefined ? ACCEPTED : refusal(`${found.id} is bad.`)
  })
}

function refusedIn(outcome: Outcome | Divided): string[] {
  assert.equal(outcome.result, 'divided')
  return outcome.refused.map(
    ({ first, entries, reason }) => `${first}: ${entries.map(({ id }) => id).join()} ${reason}`,
  )
}

test('the bad entries are found alone, each with the words of the API, and the others are accepted', async () => {
  const api = finicky('e2', 'e9')
  const outcome = await createDivider({ api, divisions: notedDivisions() }).send(reportOf(11), signal)
  assert.deepEqual(refusedIn(outcome), ['2: e2 e2 is bad.', '9: e9 e9 is bad.'])
  assert.deepEqual(api.has, ['e0', 'e1', 'e3', 'e4', 'e5', 'e6', 'e7', 'e8', 'e10'])
})

test('one bad entry of 500 takes 20 requests or fewer', async () => {
  for (const bad of ['e0', 'e249', 'e250', 'e499']) {
    const api = finicky(bad)
    await createDivider({ api, divisions: notedDivisions() }).send(reportOf(500), signal)
    assert.equal(api.has.length, 499)
    assert.ok(api.sent.length <= 20, `${bad}: ${api.sent.length}`)
  }
})

test('a report that is only too long is accepted in parts', async () => {
  const api = new Api((entries) => (entries.length > 3 ? refusal('Too long.') : ACCEPTED))
  assert.deepEqual(await createDivider({ api, divisions: notedDivisions() }).send(reportOf(10), signal), ACCEPTED)
  assert.equal(new Set(api.has).size, 10)
  assert.equal(api.has.length, 10)
})

test('a report with no good entry is refused as one', async () => {
  const api = new Api(([entry]) => refusal(`${entry?.id} is bad.`))
  const outcome = await createDivider({ api, divisions: notedDivisions() }).send(reportOf(3), signal)
  assert.deepEqual(outcome, { result: 'rejected', reason: 'e0 is bad.' })
})

test('a report of one entry, or that is refused for its form, is not divided', async () => {
  const single = finicky('e0')
  assert.equal(
    (await createDivider({ api: single, divisions: notedDivisions() }).send(reportOf(1), signal)).result,
    'rejected',
  )
  const malformed = new Api(() => ({ result: 'rejected', reason: 'Malformed.' }))
  assert.equal(
    (await createDivider({ api: malformed, divisions: notedDivisions() }).send(reportOf(8), signal)).result,
    'rejected',
  )
  assert.deepEqual([single.sent, malformed.sent], [['e0-e0'], ['e0-e7']])
})

test('what breaks off goes on where it was: no part is sent again that the API has answered for', async () => {
  let isCut = false
  const api = new Api((entries) => {
    if (isCut) return LATER
    isCut = entries.some(({ id }) => id === 'e3') && entries.length === 1
    return entries.some(({ id }) => id === 'e3') ? refusal('e3 is bad.') : ACCEPTED
  })
  const divider = createDivider({ api, divisions: notedDivisions() })
  assert.deepEqual(await divider.send(reportOf(8), signal), LATER)
  isCut = false
  const before = api.sent.length
  assert.deepEqual(refusedIn(await divider.send(reportOf(8), signal)), ['3: e3 e3 is bad.'])
  assert.deepEqual(api.sent.slice(before), ['e4-e7'])
  assert.equal(new Set(api.has).size, api.has.length)
})

test('a crash repeats the requests that were not refused, under the same ids', async () => {
  const api = finicky('e5')
  const divisions = notedDivisions()
  const first = await createDivider({ api, divisions }).send(reportOf(8), signal)
  assert.deepEqual(api.sent, ['e0-e7', 'e0-e3', 'e4-e7', 'e4-e5', 'e4-e4', 'e5-e5', 'e6-e7'])
  const sent = api.sent.splice(0)
  const second = await createDivider({ api, divisions }).send(reportOf(8), signal)
  assert.deepEqual(second, first)
  assert.deepEqual(
    api.sent,
    sent.filter((range) => !['e0-e7', 'e4-e7', 'e4-e5'].includes(range)),
  )
})

test('after a crash nothing is sent as one of which parts were accepted, though the API takes it by now', async () => {
  let most = 2
  let isDown = false
  const api = new Api((entries) => (isDown ? LATER : entries.length > most ? refusal('Too long.') : ACCEPTED))
  const send = api.send.bind(api)
  const divisions = notedDivisions()
  const dying = {
    send: async (part: Sendable): Promise<Outcome> => {
      isDown = api.has.length > 0
      return send(part)
    },
  }
  assert.deepEqual(await createDivider({ api: dying, divisions }).send(reportOf(8), signal), LATER)
  assert.deepEqual(api.has, ['e0', 'e1'])
  most = 8
  isDown = false
  api.sent.splice(0)
  assert.deepEqual(await createDivider({ api, divisions }).send(reportOf(8), signal), ACCEPTED)
  assert.deepEqual(api.sent, ['e0-e1', 'e2-e3', 'e4-e7'])
})

test('what cannot be noted is not sent in parts', async () => {
  const api = finicky('e5')
  const divisions = { ...notedDivisions(), note: () => Promise.reject(new Error('ENOSPC')) }
  await assert.rejects(createDivider({ api, divisions }).send(reportOf(8), signal), /ENOSPC/)
  assert.deepEqual(api.sent, ['e0-e7'])
})

test('where what is refused is tried again, it waits, and of it only what is refused is sent again', async () => {
  const bad = ['e1', 'e6']
  const api = new Api((entries) => {
    const found = entries.find(({ id }) => bad.includes(id))
    return found === undefined ? ACCEPTED : refusal(`${found.id} is bad.`)
  })
  const divider = createDivider({ api, divisions: notedDivisions(), retryRefused: true })
  const waits: Outcome = { result: 'later', cause: 'api', reason: 'e1 is bad.' }
  assert.deepEqual(await divider.send(reportOf(8), signal), waits)
  assert.deepEqual(api.has, ['e0', 'e2', 'e3', 'e4', 'e5', 'e7'])
  api.sent.splice(0)
  bad.splice(0, 1)
  assert.deepEqual(await divider.send(reportOf(8), signal), { ...waits, reason: 'e6 is bad.' })
  assert.deepEqual(api.sent, ['e1-e1', 'e6-e6'])
  bad.splice(0)
  assert.deepEqual(await divider.send(reportOf(8), signal), ACCEPTED)
  assert.deepEqual(api.sent, ['e1-e1', 'e6-e6', 'e6-e6'])
})

test('where what is refused is tried again, a report that is refused for its form waits as a whole', async () => {
  const api = new Api(() => ({ result: 'rejected', reason: 'Malformed.' }))
  const divider = createDivider({ api, divisions: notedDivisions(), retryRefused: true })
  for (let tries = 0; tries < 2; tries += 1)
    assert.deepEqual(await divider.send(reportOf(8), signal), { result: 'later', cause: 'api', reason: 'Malformed.' })
  assert.deepEqual(api.sent, ['e0-e7', 'e0-e7'])
})
