// A step of a takeover that comes late is told, whatever is killed in between.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Intake } from '../../../agent/collect/intake.ts'
import { CheckpointStore } from '../../../agent/spool/positions/checkpoints.ts'
import { recover } from '../../../agent/spool/recovery.ts'
import { Sealer } from '../../../agent/spool/sealer.ts'
import type { SpoolFolders } from '../../../agent/spool/spool-folders.ts'
import { Spool } from '../../../agent/spool/spool.ts'
import type { Entry } from '../../../lib/event/entry.ts'
import type { Event } from '../../../lib/event/event.ts'
import { joinFound } from '../../../lib/rules/join-found.ts'
import { Rules } from '../../../lib/rules/rules.ts'
import { takeover } from '../../../lib/rules/takeover.ts'
import { systemClock } from '../../../lib/system/clock.ts'
import { eventOf } from '../../support/events.ts'
import { RULE_NUMBERS } from '../../support/rule-numbers.ts'
import { checkpointAt, createSpool, roomIn } from '../../support/spool-scene.ts'

const ANNA = { mailbox_address: 'anna@example.com' }
const THIEF = { ip: '198.51.100.7', ...ANNA }
const BEGIN = 1_700_000_000

const EVENTS: Readonly<Record<string, Event>> = {
  access: eventOf('login_after_burst', { time: BEGIN, ...THIEF }),
  filter: eventOf('filter_stored', { time: BEGIN + 10, ...THIEF }),
  // Found later than rules wait for.
  found: eventOf('forward_found', { time: BEGIN + 5, forward_recipient: 'drop@mail.example', ...ANNA }),
}

type Act = 'save' | { readonly take: string } | { readonly tick: number }

/** One life of a collector, which is killed at its end: nothing is saved but where that is said. */
async function live(
  folders: SpoolFolders,
  acts: readonly Act[],
  sealed: Entry[],
  isSelected: (event: Event) => boolean = () => true,
): Promise<void> {
  const tell = (): void => undefined
  const recovered = await recover(folders, tell, { hasRules: true })
  const checkpoints = new CheckpointStore(folders, recovered, tell)
  const spool = new Spool(folders, recovered.sequence, roomIn(folders))
  const { signal } = new AbortController()
  const sealer = new Sealer({ spool, checkpoints, clock: systemClock, tell, onHold: tell, signal })
  const { rules: saved, sealedIds, heard } = recovered
  const intake = new Intake({
    rules: new Rules([joinFound(RULE_NUMBERS), takeover(RULE_NUMBERS)], {
      identity: 'host.example.com',
      settle: 10,
      saved,
    }),
    seal: async (report) => {
      sealed.push(...report.entries)
      return sealer.seal(report)
    },
    pass: () => undefined,
    metadata: { reporter: 'host.example.com' },
    isSelected,
    sealedIds,
    heard,
  })
  let maySave = false
  checkpoints.saveWith(async (act) => (maySave ? intake.whenSettled(act) : undefined))
  for (const act of acts) {
    if (act === 'save') {
      maySave = true
      checkpoints.advance('login', '/log', checkpointAt(0))
      await checkpoints.save()
      maySave = false
    } else if ('tick' in act) await intake.tick(BEGIN + act.tick)
    else {
      const event = EVENTS[act.take] ?? assert.fail(act.take)
      await intake.take([{ event, id: act.take, place: undefined }], [])
    }
  }
  await checkpoints.close()
}

const [ACCESS, FILTER, FOUND] = [{ take: 'access' }, { take: 'filter' }, { take: 'found' }] as const
const AGAIN: readonly Act[] = [FOUND, ACCESS, FILTER, { tick: 400 }]

const LIVES: Readonly<Record<string, readonly (readonly Act[])[]>> = {
  'not killed': [[ACCESS, FILTER, { tick: 60 }, FOUND, { tick: 400 }]],
  'killed before it came': [['save', ACCESS, FILTER, { tick: 60 }], AGAIN],
  'killed when it was sealed and not heard': [['save', ACCESS, FILTER, { tick: 60 }, FOUND], AGAIN],
  'killed when it was told': [['save', ACCESS, FILTER, { tick: 60 }, FOUND, { tick: 80 }], AGAIN],
  'saved while it waits': [['save', ACCESS, FILTER, { tick: 60 }, FOUND, 'save'], [{ tick: 400 }]],
  'saved between the steps': [
    ['save', ACCESS, 'save', FILTER, { tick: 60 }],
    [FOUND, FILTER, { tick: 400 }],
  ],
  'killed twice, and saved before the takeover came again': [['save', ACCESS, FILTER, { tick: 60 }], ['save'], AGAIN],
  'killed twice, and saved when it waits': [
    ['save', ACCESS, FILTER, { tick: 60 }],
    [FOUND, 'save'],
    [ACCESS, FILTER, { tick: 400 }],
  ],
}

for (const [name, lives] of Object.entries(LIVES)) {
  test(`a step that comes after its takeover was told is told as a further one: ${name}`, async (t) => {
    const { folders } = await createSpool(t)
    const sealed: Entry[] = []
    for (const acts of lives) await live(folders, acts, sealed)
    const [whole, further, ...others] = sealed.filter(({ type }) => String(type).startsWith('mailbox_takeover'))
    assert.deepEqual([whole?.type, whole?.parts], ['mailbox_takeover', 'access filter'])
    assert.deepEqual(
      [further?.type, further?.parts, further?.takeover_id],
      ['mailbox_takeover_step', 'found', whole?.id],
    )
    assert.deepEqual(others, [])
  })
}

const ALONE: Readonly<Record<string, readonly (readonly Act[])[]>> = {
  'not killed': [[ACCESS, FILTER, { tick: 60 }, FOUND, { tick: 400 }]],
  'killed before the takeover was sealed': [
    ['save', ACCESS, FILTER],
    [ACCESS, FILTER, { tick: 60 }, FOUND, { tick: 400 }],
  ],
  'killed before it came, after a save': [
    ['save', ACCESS, FILTER, { tick: 60 }, 'save'],
    [FOUND, { tick: 400 }],
  ],
  'killed when it waited, after a save': [['save', ACCESS, FILTER, { tick: 60 }, FOUND, 'save'], [{ tick: 400 }]],
  'killed when it was told': [
    ['save', ACCESS, FILTER, { tick: 60 }, 'save', FOUND, { tick: 80 }],
    [FOUND, { tick: 400 }],
  ],
}

for (const [name, lives] of Object.entries(ALONE)) {
  test(`where takeovers alone are wanted, too, a late step is told, but for a kill before the next save: ${name}`, async (t) => {
    const { folders } = await createSpool(t)
    const sealed: Entry[] = []
    for (const acts of lives) await live(folders, acts, sealed, ({ type }) => type.startsWith('mailbox_takeover'))
    assert.deepEqual(
      sealed.map(({ type, parts }) => [type, parts]),
      [
        ['mailbox_takeover', 'access filter'],
        ['mailbox_takeover_step', 'found'],
      ],
    )
  })
}
