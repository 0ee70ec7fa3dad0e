import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AlertRule } from '../../../hub/alerts/alert-rule.ts'
import { acknowledged, type AlertThread, awakened, decided, heard } from '../../../hub/alerts/alert-thread.ts'
import type { Obstacle } from '../../../hub/alerts/obstacle.ts'
import type { Incident, IncidentNews } from '../../../hub/incidents/incident.ts'
import { alertIncident, alertRule } from '../../support/alert-incident.ts'
import { NOW } from '../../support/stores.ts'

/** A rule with an incident through time; what it told, and when, in seconds after NOW. */
class Story {
  thread: AlertThread | undefined
  incident: Incident = alertIncident()
  obstacle: Obstacle | undefined
  readonly told: string[] = []
  /** The last news, in seconds after NOW. */
  #at = 0
  readonly rule: AlertRule

  constructor(rule: Partial<AlertRule> = {}) {
    this.rule = alertRule(rule)
  }

  /** Lets all that is due until then happen, then the news. */
  hears(seconds: number, news: IncidentNews, change: Partial<Incident> = {}): this {
    this.passes(seconds)
    this.#at = seconds
    this.incident = { ...this.incident, revision: this.incident.revision + 1, ...change }
    const at = NOW + seconds
    this.thread = heard(this.thread, { news, incident: this.incident, at }, this.rule, this.obstacle)
    return this
  }

  passes(seconds: number): this {
    for (let looks = 0; looks < 100; looks += 1) {
      const due = this.thread?.due ?? null
      if (this.thread === undefined || due === null || due > NOW + seconds) return this
      if (this.obstacle?.until !== undefined && this.obstacle.until <= due) this.obstacle = undefined
      const now = Math.max(due, NOW + this.#at)
      const { thread, tells } = decided(this.thread, this.incident, this.rule, this.obstacle, now)
      this.thread = thread
      if (tells !== undefined) this.told.push(`${tells} ${now - NOW}`)
    }
    assert.fail('it never comes to rest')
  }

  snoozed(until: number): this {
    this.obstacle = { why: 'snooze', sentence: 'Snoozed.', until: NOW + until }
    return this
  }

  acknowledged(seconds: number): this {
    this.passes(seconds)
    this.thread = this.thread && acknowledged(this.thread, 'anna', NOW + seconds)
    return this
  }
}

const DAY = 86_400
const OVER = { state: 'resolved' } as const

const STORIES: Readonly<Record<string, readonly [Story, told: readonly string[], state: string | undefined]>> = {
  'nothing -> nothing: a rule that does not fit hears nothing': [
    Object.assign(new Story(), { obstacle: { why: 'severity', sentence: '' } })
      .hears(0, 'opened')
      .passes(DAY),
    [],
    undefined,
  ],
  'nothing -> nothing: what people do with an incident that nobody was told of is no news': [
    new Story().hears(0, 'changed', { assignee: 'anna' }).passes(DAY),
    [],
    undefined,
  ],
  'nothing -> waiting: an incident opened': [new Story().hears(0, 'opened'), [], 'waiting'],
  'nothing -> waiting: a severity rises to that of the rule': [
    Object.assign(new Story().hears(0, 'raised'), {}).passes(59),
    [],
    'waiting',
  ],
  'waiting -> told: one message after the wait, whatever happened meanwhile': [
    new Story().hears(0, 'opened').hears(5, 'grew').hears(20, 'raised', { severity: 'critical' }).passes(DAY),
    ['opened 60'],
    'told',
  ],
  'waiting -> ended: what opened and closed during the wait is told once': [
    new Story().hears(0, 'opened').hears(30, 'closed', OVER).passes(DAY),
    ['opened 60'],
    'ended',
  ],
  'waiting -> waiting: closed and opened again during the wait': [
    new Story().hears(0, 'opened').hears(10, 'closed', OVER).hears(20, 'reopened', { state: 'open' }).passes(DAY),
    ['opened 60'],
    'told',
  ],
  'told -> held back -> told: growth is told once, not before the time between two messages': [
    new Story().hears(0, 'opened').hears(100, 'grew').hears(200, 'grew').hears(1859, 'grew').passes(DAY),
    ['opened 60', 'changed 1860'],
    'told',
  ],
  'told -> held back -> told: growth after a long silence is told at once': [
    new Story().hears(0, 'opened').hears(10_000, 'grew').passes(DAY),
    ['opened 60', 'changed 10000'],
    'told',
  ],
  'an attack that grows each second for a day: a message each half hour, never a storm': [
    Array.from({ length: DAY / 10 }, (_, index) => 10 * index).reduce(
      (story, second) => story.hears(second, second === 0 ? 'opened' : 'grew'),
      new Story({ every: 7200 }),
    ),
    ['opened 60', ...Array.from({ length: 11 }, (_, index) => `changed ${60 + 7200 * (index + 1)}`)],
    'held_back',
  ],
  'held back -> told: a severity that rises is told at once, with what was held back': [
    new Story().hears(0, 'opened').hears(100, 'grew').hears(110, 'raised', { severity: 'critical' }).passes(DAY),
    ['opened 60', 'raised 110'],
    'told',
  ],
  'told -> ended: the end of what was told is told': [
    new Story().hears(0, 'opened').hears(100, 'closed', OVER).passes(DAY),
    ['opened 60', 'recovered 100'],
    'ended',
  ],
  'told -> ended: unless the rule does not want it': [
    new Story({ recovery: false }).hears(0, 'opened').hears(100, 'closed', OVER).passes(DAY),
    ['opened 60'],
    'ended',
  ],
  'held back -> ended: the end tells what was held back': [
    new Story().hears(0, 'opened').hears(100, 'grew').hears(110, 'closed', OVER).passes(DAY),
    ['opened 60', 'recovered 110'],
    'ended',
  ],
  'ended -> told: opened again': [
    new Story().hears(0, 'opened').hears(100, 'closed', OVER).hears(200, 'reopened', { state: 'open' }).passes(DAY),
    ['opened 60', 'recovered 100', 'reopened 200'],
    'told',
  ],
  'ended -> told: opened again, as it is worse': [
    new Story()
      .hears(0, 'opened')
      .hears(100, 'closed', OVER)
      .hears(200, 'reopened', { state: 'open', severity: 'critical' })
      .passes(DAY),
    ['opened 60', 'recovered 100', 'reopened 200'],
    'told',
  ],
  'ended -> ended: what joins an incident that is over is not told': [
    new Story().hears(0, 'opened').hears(100, 'closed', OVER).hears(200, 'grew').hears(300, 'changed').passes(DAY),
    ['opened 60', 'recovered 100'],
    'ended',
  ],
  'told -> told: reminders while nobody takes care': [
    new Story({ remind: 3600 }).hears(0, 'opened').passes(8000),
    ['opened 60', 'reminder 3660', 'reminder 7260'],
    'told',
  ],
  'told -> acknowledged: no reminder and no growth any more': [
    new Story({ remind: 3600 }).hears(0, 'opened').acknowledged(100).hears(200, 'grew').passes(DAY),
    ['opened 60'],
    'acknowledged',
  ],
  'waiting -> acknowledged: who looks at it before it is told does not keep it from others': [
    new Story({ remind: 3600 }).hears(0, 'opened').acknowledged(10).hears(200, 'grew').passes(DAY),
    ['opened 60'],
    'acknowledged',
  ],
  'acknowledged -> told: what is worse is told, and reminds again': [
    new Story({ remind: 3600 })
      .hears(0, 'opened')
      .acknowledged(100)
      .hears(200, 'raised', { severity: 'critical' })
      .passes(4000),
    ['opened 60', 'raised 200', 'reminder 3800'],
    'told',
  ],
  'acknowledged -> told: what begins anew within it is told at once, and reminds again': [
    new Story({ remind: 3600 }).hears(0, 'opened').acknowledged(100).hears(200, 'again').passes(4000),
    ['opened 60', 'changed 200', 'reminder 3800'],
    'told',
  ],
  'acknowledged -> ended: the end is told': [
    new Story().hears(0, 'opened').acknowledged(100).hears(200, 'closed', OVER).passes(DAY),
    ['opened 60', 'recovered 200'],
    'ended',
  ],
  'told -> told: an incident with an assignee, or contained, reminds nobody': [
    new Story({ remind: 3600 }).hears(0, 'opened').hears(100, 'changed', { assignee: 'anna' }).passes(DAY),
    ['opened 60'],
    'told',
  ],
  'told -> told: reminders begin again when it is given back': [
    new Story({ remind: 3600 })
      .hears(0, 'opened')
      .hears(100, 'changed', { assignee: 'anna' })
      .hears(9000, 'changed', { assignee: null })
      .passes(9000),
    ['opened 60', 'reminder 9000'],
    'told',
  ],
  'waiting -> snoozed -> told: what is snoozed is told at its end, if it is still open': [
    new Story().snoozed(7200).hears(0, 'opened').hears(100, 'raised').passes(DAY),
    ['opened 7200'],
    'told',
  ],
  'snoozed -> ended: what ended during the snooze is never told': [
    new Story().snoozed(7200).hears(0, 'opened').hears(100, 'closed', OVER).passes(DAY),
    [],
    'ended',
  ],
  'waiting -> ended: the same during the wait': [
    new Story().snoozed(7200).hears(0, 'opened').hears(30, 'closed', OVER).passes(DAY),
    [],
    'ended',
  ],
  'told -> snoozed -> told: growth during a snooze is told at its end': [
    new Story().hears(0, 'opened').passes(60).snoozed(7200).hears(100, 'grew').passes(DAY),
    ['opened 60', 'changed 7200'],
    'told',
  ],
  'told -> snoozed -> ended: the end of what was told is told after the snooze': [
    new Story().hears(0, 'opened').passes(60).snoozed(7200).hears(100, 'closed', OVER).passes(DAY),
    ['opened 60', 'recovered 7200'],
    'ended',
  ],
  'told -> snoozed -> told: what is opened again during a snooze is told so at its end, whatever follows': [
    new Story()
      .hears(0, 'opened')
      .hears(100, 'closed', OVER)
      .passes(100)
      .snoozed(7200)
      .hears(200, 'reopened', { state: 'open' })
      .hears(300, 'grew')
      .passes(DAY),
    ['opened 60', 'recovered 100', 'reopened 7200'],
    'told',
  ],
  'told -> snoozed -> told: closed and opened again during one snooze': [
    new Story()
      .hears(0, 'opened')
      .passes(60)
      .snoozed(7200)
      .hears(100, 'closed', OVER)
      .hears(200, 'reopened', { state: 'open' })
      .passes(DAY),
    ['opened 60', 'reopened 7200'],
    'told',
  ],
  'told -> snoozed -> told: a reminder waits, and nothing new is no change': [
    new Story({ remind: 3600 }).hears(0, 'opened').passes(60).snoozed(9000).passes(9100),
    ['opened 60', 'reminder 9000'],
    'told',
  ],
}

for (const [name, [story, told, state]] of Object.entries(STORIES)) {
  test(name, () => {
    assert.deepEqual(story.told, told)
    assert.equal(story.thread?.state, state)
  })
}

test('snoozed -> told: a snooze that is ended early is looked at again', () => {
  const story = new Story().snoozed(7200).hears(0, 'opened').passes(100)
  assert.equal(story.thread?.due, NOW + 7200)
  story.obstacle = undefined
  story.thread = story.thread && awakened(story.thread, NOW + 200)
  assert.deepEqual(story.passes(DAY).told, ['opened 200'])
})

test('reopened -> told: what opened again during a snooze is told when that is ended early', () => {
  const story = new Story().hears(0, 'opened').hears(100, 'closed', OVER).passes(100).snoozed(7200)
  story.hears(200, 'reopened', { state: 'open' }).passes(300)
  story.obstacle = undefined
  story.thread = story.thread && awakened(story.thread, NOW + 400)
  assert.deepEqual(story.passes(DAY).told, ['opened 60', 'recovered 100', 'reopened 400'])
})

test('told -> told: who is looked at before a reminder is due waits for it', () => {
  const story = new Story({ remind: 3600 }).hears(0, 'opened').passes(100)
  story.thread = story.thread && { ...story.thread, due: NOW + 200 }
  assert.deepEqual(story.passes(4000).told, ['opened 60', 'reminder 3660'])
})

test('any -> ended: a rule that no longer fits tells nothing more', () => {
  const story = new Story().hears(0, 'opened').hears(100, 'grew')
  story.obstacle = { why: 'severity', sentence: '' }
  assert.deepEqual(story.passes(DAY).told, ['opened 60'])
  assert.equal(story.thread?.state, 'ended')
})
