import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createDivider, type Divided, type Unwanted } from '../../../../agent/receivers/delivery/divider.ts'
import type { Outcome } from '../../../../agent/receivers/delivery/outcome.ts'
import type { Receiver, Sendable } from '../../../../agent/receivers/receiver.ts'
import { reportId } from '../../../../agent/spool/reports/report-file.ts'
import type { Entry } from '../../../../lib/event/entry.ts'
import { countedTotals } from '../../../support/counted-totals.ts'
import { notedDivisions } from '../../../support/noted-divisions.ts'
import { plainReceiver } from '../../../support/plain-receiver.ts'
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

function receiverOf(api: Pick<Api, 'send'>): Receiver<Sendable> {
  return plainReceiver((part) => api.send(part))
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

function refusedIn(outcome: Outcome | Divided | Unwanted): string[] {
  assert.equal(outcome.result, 'divided')
  return outcome.refused.map(
    ({ first, entries, reason }) => `${first}: ${entries.map(({ id }) => id).join()} ${reason}`,
  )
}

test('bad entries are found one by one, each with the words of the receiver, and all others are accepted', async () => {
  const api = finicky('e2', 'e9')
  const outcome = await createDivider({ receiver: receiverOf(api), divisions: notedDivisions() }).send(
    reportOf(11),
    signal,
  )
  assert.deepEqual(refusedIn(outcome), ['2: e2 e2 is bad.', '9: e9 e9 is bad.'])
  assert.deepEqual(api.has, ['e0', 'e1', 'e3', 'e4', 'e5', 'e6', 'e7', 'e8', 'e10'])
})

test('one bad entry of 500 takes 20 requests or fewer', async () => {
  for (const bad of ['e0', 'e249', 'e250', 'e499']) {
    const api = finicky(bad)
    await createDivider({ receiver: receiverOf(api), divisions: notedDivisions() }).send(reportOf(500), signal)
    assert.equal(api.has.length, 499)
    assert.ok(api.sent.length <= 20, `${bad}: ${api.sent.length}`)
  }
})

test('a report that is merely too long is accepted in parts', async () => {
  const api = new Api((entries) => (entries.length > 3 ? refusal('Too long.') : ACCEPTED))
  assert.deepEqual(
    await createDivider({ receiver: receiverOf(api), divisions: notedDivisions() }).send(reportOf(10), signal),
    ACCEPTED,
  )
  assert.equal(new Set(api.has).size, 10)
  assert.equal(api.has.length, 10)
})

test('a report without a good entry is refused as a whole', async () => {
  const api = new Api(([entry]) => refusal(`${entry?.id} is bad.`))
  const outcome = await createDivider({ receiver: receiverOf(api), divisions: notedDivisions() }).send(
    reportOf(3),
    signal,
  )
  assert.deepEqual(outcome, { result: 'rejected', reason: 'e0 is bad.' })
})

test('a report of one entry, or one that is malformed, is not divided', async () => {
  const single = finicky('e0')
  assert.equal(
    (await createDivider({ receiver: receiverOf(single), divisions: notedDivisions() }).send(reportOf(1), signal))
      .result,
    'rejected',
  )
  const malformed = new Api(() => ({ result: 'rejected', reason: 'Malformed.' }))
  assert.equal(
    (await createDivider({ receiver: receiverOf(malformed), divisions: notedDivisions() }).send(reportOf(8), signal))
      .result,
    'rejected',
  )
  assert.deepEqual([single.sent, malformed.sent], [['e0-e0'], ['e0-e7']])
})

test('a division that breaks off goes on where it was: no part with an answer is sent again', async () => {
  let isCut = false
  const api = new Api((entries) => {
    if (isCut) return LATER
    isCut = entries.some(({ id }) => id === 'e3') && entries.length === 1
    return entries.some(({ id }) => id === 'e3') ? refusal('e3 is bad.') : ACCEPTED
  })
  const divider = createDivider({ receiver: receiverOf(api), divisions: notedDivisions() })
  assert.deepEqual(await divider.send(reportOf(8), signal), LATER)
  isCut = false
  const before = api.sent.length
  assert.deepEqual(refusedIn(await divider.send(reportOf(8), signal)), ['3: e3 e3 is bad.'])
  assert.deepEqual(api.sent.slice(before), ['e4-e7'])
  assert.equal(new Set(api.has).size, api.has.length)
})

test('after a crash the parts that were not refused are sent again, under the same ids', async () => {
  const api = finicky('e5')
  const divisions = notedDivisions()
  const first = await createDivider({ receiver: receiverOf(api), divisions }).send(reportOf(8), signal)
  assert.deepEqual(api.sent, ['e0-e7', 'e0-e3', 'e4-e7', 'e4-e5', 'e4-e4', 'e5-e5', 'e6-e7'])
  const sent = api.sent.splice(0)
  const second = await createDivider({ receiver: receiverOf(api), divisions }).send(reportOf(8), signal)
  assert.deepEqual(second, first)
  assert.deepEqual(
    api.sent,
    sent.filter((range) => !['e0-e7', 'e4-e7', 'e4-e5'].includes(range)),
  )
})

test('after a crash no report is sent as a whole of which parts were accepted, though the receiver would take it by now', async () => {
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
  assert.deepEqual(await createDivider({ receiver: receiverOf(dying), divisions }).send(reportOf(8), signal), LATER)
  assert.deepEqual(api.has, ['e0', 'e1'])
  most = 8
  isDown = false
  api.sent.splice(0)
  assert.deepEqual(await createDivider({ receiver: receiverOf(api), divisions }).send(reportOf(8), signal), ACCEPTED)
  assert.deepEqual(api.sent, ['e0-e1', 'e2-e3', 'e4-e7'])
})

test('a report whose division cannot be noted is not sent in parts', async () => {
  const api = finicky('e5')
  const divisions = { ...notedDivisions(), note: () => Promise.reject(new Error('ENOSPC')) }
  await assert.rejects(createDivider({ receiver: receiverOf(api), divisions }).send(reportOf(8), signal), /ENOSPC/)
  assert.deepEqual(api.sent, ['e0-e7'])
})

test('where refused reports are tried again, only the refused parts of a report are', async () => {
  const bad = ['e1', 'e6']
  const api = new Api((entries) => {
    const found = entries.find(({ id }) => bad.includes(id))
    return found === undefined ? ACCEPTED : refusal(`${found.id} is bad.`)
  })
  const divider = createDivider({ receiver: receiverOf(api), divisions: notedDivisions(), retryRefused: true })
  const waits: Outcome = { result: 'later', cause: 'receiver', reason: 'e1 is bad.' }
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

test('where refused reports are tried again, a malformed one waits as a whole', async () => {
  const api = new Api(() => ({ result: 'rejected', reason: 'Malformed.' }))
  const divider = createDivider({ receiver: receiverOf(api), divisions: notedDivisions(), retryRefused: true })
  for (let tries = 0; tries < 2; tries += 1)
    assert.deepEqual(await divider.send(reportOf(8), signal), {
      result: 'later',
      cause: 'receiver',
      reason: 'Malformed.',
    })
  assert.deepEqual(api.sent, ['e0-e7', 'e0-e7'])
})

/** A receiver that wants a few entries of a report. */
function choosy(api: Api, ...wanted: readonly string[]): Receiver<Sendable> {
  return plainReceiver((part) => api.send(part), {
    project: (part) => (part.entries.some(({ id }) => wanted.includes(id)) ? part : undefined),
  })
}

test('a report or a part of which the receiver wants nothing is not sent', async () => {
  const api = finicky('e6')
  const divisions = notedDivisions()
  assert.deepEqual(await createDivider({ receiver: choosy(api), divisions }).send(reportOf(8), signal), {
    result: 'unwanted',
  })
  assert.deepEqual(api.sent, [])
  const outcome = await createDivider({ receiver: choosy(api, 'e4', 'e6'), divisions }).send(reportOf(8), signal)
  assert.deepEqual(refusedIn(outcome), ['6: e6 e6 is bad.'])
  assert.deepEqual(api.sent, ['e0-e7', 'e4-e7', 'e4-e5', 'e6-e7', 'e6-e6'])
})

test('a report of which all is refused that the receiver wants is refused as one', async () => {
  const receiver = choosy(finicky('e2'), 'e2')
  const outcome = await createDivider({ receiver, divisions: notedDivisions() }).send(reportOf(8), signal)
  assert.deepEqual(outcome, { result: 'rejected', reason: 'e2 is bad.' })
})

test('where a receiver takes totals row by row, one period that is too long comes in parts', async () => {
  const rows = Array.from({ length: 9 }, (_, index) => [`v${index}`, index] as const)
  const totals = [countedTotals('traffic', 60, rows)]
  const report: Sendable = { id: reportId([], totals), entries: [], totals }
  for (const dividesRows of [true, false]) {
    const had: string[] = []
    const ids = new Set<string>()
    const receiver = plainReceiver(
      async ({ id, totals: [only] = [] }) => {
        assert.ok(!ids.has(id), 'each part has an id of its own')
        ids.add(id)
        if ((only?.rows.length ?? 0) > 2) return refusal('Too long.')
        had.push(...(only?.rows ?? []).map(([key]) => key))
        return ACCEPTED
      },
      { dividesRows },
    )
    const outcome = await createDivider({ receiver, divisions: notedDivisions() }).send(report, signal)
    assert.deepEqual(outcome, dividesRows ? ACCEPTED : { result: 'rejected', reason: 'Too long.' })
    assert.deepEqual(had, dividesRows ? rows.map(([key]) => key) : [])
  }
})
