import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Heartbeat, type HeartbeatStart } from '../../../agent/heartbeat/heartbeat.ts'
import type { SavedHeartbeat } from '../../../agent/spool/positions/saved-heartbeat.ts'
import { checkedEvent } from '../../../lib/event/check.ts'

const NOON = 1_795_867_200

/** A process that starts at a time and ticks until others. */
function begin(pid: number, now: number, saved?: SavedHeartbeat, lastSeen?: number): Heartbeat {
  const process = { pid, startTime: String(pid), bootId: 'boot' }
  const start: HeartbeatStart = { identity: 'web1.example.com', process, now, saved, lastSeen }
  return new Heartbeat(start)
}

function told({ waiting }: Heartbeat): readonly unknown[] {
  for (const { event } of waiting) assert.equal(typeof checkedEvent(event), 'object')
  return waiting.map(({ event }) => {
    const said = Object.entries(event).filter(([name]) => name !== 'time' && name !== 'agent_version')
    return Object.fromEntries(said)
  })
}

const OF_HOST = { context: 'system', service: null }

test('a first start, a stop, a start after it and one after a crash tell of each other', () => {
  const first = begin(1, NOON)
  first.tick(NOON, [])
  first.stop(NOON + 60)
  assert.deepEqual(told(first), [
    { type: 'agent_started', ...OF_HOST, previous_run: null, unread: null, starts: 1 },
    { type: 'agent_stopped', ...OF_HOST, ran: 60 },
  ])
  first.sealed(() => true)
  const second = begin(2, NOON + 100, first.saved(1), NOON + 60)
  second.tick(NOON + 100, [])
  assert.deepEqual(told(second), [
    { type: 'agent_started', ...OF_HOST, previous_run: 'stopped', unread: 40, starts: 1 },
  ])
  second.sealed(() => true)
  const third = begin(3, NOON + 500, second.saved(2), NOON + 200)
  third.tick(NOON + 500, [])
  assert.deepEqual(told(third), [
    { type: 'agent_started', ...OF_HOST, previous_run: 'crashed', unread: 300, starts: 1 },
  ])
})

test('a new round of the same process is no start', () => {
  const before = begin(1, NOON)
  before.tick(NOON, [])
  before.sealed(() => true)
  const after = begin(1, NOON + 60, before.saved(1), NOON)
  after.tick(NOON + 60, [])
  assert.deepEqual(told(after), [])
})

test('what was saved and not sealed is told again with the same id, and what was sealed is not', () => {
  const killed = begin(1, NOON)
  killed.tick(NOON, [])
  const [one] = killed.waiting
  const next = begin(2, NOON + 5, killed.saved(1), NOON)
  next.tick(NOON + 5, [])
  assert.equal(next.waiting[0]?.id, one?.id)
  assert.equal(next.waiting.length, 2)
  const other = begin(2, NOON + 5, killed.saved(1), NOON)
  other.sealed((id) => id === one?.id)
  other.tick(NOON + 5, [])
  assert.deepEqual(
    other.waiting.map(({ event }) => event.type),
    ['agent_started'],
  )
  assert.notEqual(other.waiting[0]?.id, one?.id)
})

test('a sign of life comes once an hour, whenever it is asked for and whatever is killed', () => {
  let heartbeat = begin(1, NOON)
  const ids = new Set<string>()
  for (let minute = 0; minute < 600; minute += 1) {
    const now = NOON + minute * 60
    if (minute % 100 === 99) heartbeat = begin(minute, now, heartbeat.saved(1), now - 60)
    heartbeat.tick(now, [])
    for (const { id, event } of heartbeat.waiting) if (event.type === 'agent_alive') ids.add(id)
    if (minute % 7 === 0) heartbeat.sealed(() => true)
  }
  assert.equal(ids.size, 10)
})

test('of a service that starts all the time four starts an hour are told, and then how many there were', () => {
  let saved: SavedHeartbeat | undefined
  const starts: unknown[] = []
  for (let index = 0; index < 720; index += 1) {
    const heartbeat = begin(index + 1, NOON + index * 10, saved, NOON + index * 10 - 5)
    heartbeat.tick(NOON + index * 10, [])
    for (const { event } of heartbeat.waiting) if (event.type === 'agent_started') starts.push(event.starts)
    heartbeat.sealed(() => true)
    saved = heartbeat.saved(1)
  }
  assert.deepEqual(starts.slice(0, 5), [1, 1, 1, 1, 357])
  assert.equal(starts.length, 8)
})
