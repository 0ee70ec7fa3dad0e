import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Courier } from '../../../../agent/receivers/delivery/courier.ts'
import type { Later, Outcome } from '../../../../agent/receivers/delivery/outcome.ts'
import { outcomeOfFailure } from '../../../../agent/receivers/server/failure-outcome.ts'
import type { WaitingReport } from '../../../../agent/spool/reports/waiting-report.ts'
import { notedDivisions } from '../../../support/noted-divisions.ts'
import { plainReceiver } from '../../../support/plain-receiver.ts'
import { entryOf } from '../../../support/spool-scene.ts'

/** The order in which reports are sent from a queue in memory, while the receiver answers as told and then accepts. */
async function sent(names: string, outcomes: readonly Outcome[]): Promise<string> {
  const waiting: WaitingReport[] = names.split('').map((name) => ({ name, id: name, entries: [] }))
  const answers = [...outcomes]
  const order: string[] = []
  const queue = {
    divisions: notedDivisions(),
    next: async () => waiting.shift(),
    accepted: async () => undefined,
    rejected: async () => undefined,
    divided: async () => undefined,
    giveBack: (report: WaitingReport) => waiting.unshift(report),
    postpone: (report: WaitingReport) => waiting.push(report),
  }
  const receiver = plainReceiver(async ({ id }) => {
    order.push(id)
    return answers.shift() ?? { result: 'accepted' }
  })
  const courier = new Courier({ queue, receiver, signal: new AbortController().signal })
  for (let next = await courier.next(); next.result === 'report'; next = await courier.next()) {
    await courier.carry(next.report, () => undefined)
  }
  return order.join('')
}

function later(cause: Later['cause'], times: number): Outcome[] {
  return Array.from({ length: times }, () => ({ result: 'later', cause, reason: 'Not now.' }))
}

test('a report at which the receiver fails three times in a row lets the others go first', async () => {
  assert.equal(await sent('abc', later('receiver', 3)), 'aaabca')
  assert.equal(await sent('abc', later('receiver', 2)), 'aaabc')
})

test('a report that waits alone is tried again and again', async () => {
  assert.equal(await sent('a', later('receiver', 4)), 'aaaaa')
})

test('a receiver that is down or refuses everything is not the fault of one report', async () => {
  assert.equal(await sent('ab', later('network', 5)), 'aaaaaab')
  assert.equal(await sent('ab', later('configuration', 5)), 'aaaaaab')
})

test('a report at which the receiver cuts the connection or never answers lets the others go first, too', async () => {
  for (const code of ['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'HPE_INVALID_CONSTANT']) {
    const cut = Array.from({ length: 3 }, () => outcomeOfFailure('transmission', code))
    assert.equal(await sent('abc', cut), 'aaabca', code)
  }
  for (const code of ['ECONNREFUSED', 'ENOTFOUND', 'PROXY_ETIMEDOUT']) {
    const away = Array.from({ length: 5 }, () => outcomeOfFailure('transmission', code))
    assert.equal(await sent('ab', away), 'aaaaaab', code)
  }
})

test('a refused report whose reason cannot be written lets the others go first, and is not sent again', async () => {
  const waiting = ['a', 'b'].map((name) => ({ name, id: name, entries: [] }))
  const [order, done]: [string[], string[]] = [[], []]
  let isFull = true
  const queue = {
    divisions: notedDivisions(),
    next: async () => waiting.shift(),
    accepted: async ({ id }: WaitingReport) => {
      done.push(id)
      isFull = false
    },
    rejected: async ({ id }: WaitingReport) => {
      if (isFull) throw new Error('ENOSPC')
      done.push(id)
    },
    divided: () => assert.fail('must not happen'),
    giveBack: () => assert.fail('must not happen'),
    postpone: (report: (typeof waiting)[number]) => waiting.push(report),
  }
  const send = async ({ id }: { id: string }): Promise<Outcome> => {
    order.push(id)
    return id === 'a' ? { result: 'rejected', reason: 'Malformed.' } : { result: 'accepted' }
  }
  const courier = new Courier({ queue, receiver: plainReceiver(send), signal: new AbortController().signal })
  for (let next = await courier.next(); next.result === 'report'; next = await courier.next()) {
    await courier.carry(next.report, () => undefined)
  }
  assert.deepEqual(
    [order, done],
    [
      ['a', 'b'],
      ['b', 'a'],
    ],
  )
})

test('a report whose division cannot be noted waits behind the others, and the spool is the problem', async () => {
  const report = { name: 'a', id: 'a', entries: ['e0', 'e1'].map(entryOf) }
  const returned: WaitingReport[] = []
  const unexpected = (): never => assert.fail('must not happen')
  const queue = {
    divisions: { of: async () => new Set<string>(), note: () => Promise.reject(new Error('ENOSPC')) },
    next: async () => report,
    accepted: unexpected,
    rejected: unexpected,
    divided: unexpected,
    giveBack: unexpected,
    postpone: (each: WaitingReport) => returned.push(each),
  }
  const receiver = plainReceiver(async () => ({ result: 'rejected', reason: 'Too long.', divisible: true }))
  const delivery = await new Courier({ queue, receiver, signal: new AbortController().signal }).carry(
    report,
    unexpected,
  )
  assert.deepEqual(delivery, {
    result: 'later',
    cause: 'spool',
    reason: 'The spool cannot be used (no code): ENOSPC.',
  })
  assert.deepEqual(returned, [report])
})

test('a report that let others go first and was not carried is put back among such reports, until the receiver has it', async () => {
  const answers = later('receiver', 3)
  const places: string[] = []
  const [report, done] = [{ name: 'a', id: 'a', entries: [] }, async (): Promise<undefined> => undefined]
  const queue = {
    divisions: notedDivisions(),
    next: done,
    accepted: async () => {
      throw new Error('No room.')
    },
    rejected: done,
    divided: done,
    giveBack: () => places.push('front'),
    postpone: () => places.push('back'),
  }
  const receiver = plainReceiver(async () => answers.shift() ?? { result: 'accepted' })
  const courier = new Courier({ queue, receiver, signal: new AbortController().signal })
  for (let tries = 0; tries < 3; tries += 1) await courier.carry(report, () => undefined)
  courier.giveBack(report)
  await courier.carry(report, () => undefined)
  courier.giveBack(report)
  assert.deepEqual(places, ['front', 'front', 'back', 'back', 'front', 'front'])
})
