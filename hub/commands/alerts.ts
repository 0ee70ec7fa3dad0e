import type { Command } from '../../lib/command-line/command.ts'
import { SNOOZABLE } from '../alerts/snooze.ts'
import { REPAIR_KINDS, SNOOZED_KINDS } from '../alerts/wanted-snooze.ts'
import { DELIVERY_STATES } from '../store/alert-tables.ts'
import { takeCare } from './alerts/acknowledge.ts'
import { listAlerts } from './alerts/list.ts'
import { snoozeSomething } from './alerts/snooze.ts'
import { listSnoozes } from './alerts/snoozes.ts'
import { tryChannel } from './alerts/test.ts'
import { unsnooze } from './alerts/unsnooze.ts'
import { sayWhy } from './alerts/why.ts'
import { CONFIG_OPTION } from './config-option.ts'
import { runStoreAction } from './store-action.ts'

const ACTIONS = {
  list: listAlerts,
  test: tryChannel,
  why: sayWhy,
  acknowledge: takeCare,
  snooze: snoozeSomething,
  snoozes: listSnoozes,
  unsnooze,
}

/** `spoor-hub alerts`: who was told what. */
export const alertsCommand: Command = {
  usage: 'alerts <action> [what] [which]',
  words: Object.keys(ACTIONS),
  actions: ACTIONS,
  summary: 'List messages with their receipts, say why somebody was told or not, test a channel, snooze something.',
  options: [
    CONFIG_OPTION,
    { flags: '--rule <name>', text: 'list: only those of this rule.' },
    { flags: '--channel <name>', text: 'list: only those for this channel.' },
    { flags: '--state <state>', text: 'list: only those that are so for a recipient.', values: DELIVERY_STATES },
    { flags: '--incident <id>', text: 'list: only those about this incident.' },
    { flags: '--limit <count>', text: 'list: how many at most; default: 50.' },
    { flags: '--for <duration>', text: 'snooze: how long, at most 90d; default: 4h.' },
    {
      flags: '--kind <kind>',
      text: `snooze: only incidents of this kind, or of several with commas between them; default: all, of a host or label ${REPAIR_KINDS.join(',')}.`,
      values: SNOOZED_KINDS,
    },
    { flags: '--reason <text>', text: 'snooze: why.' },
    { flags: '--all', text: 'snoozes: those that have ended, too.' },
    { flags: '--json', text: 'list, snoozes: one JSON object a line; why: one JSON object.' },
  ],
  examples: [
    'alerts list --state waiting',
    'alerts test staff',
    'alerts why 17',
    'alerts acknowledge 17',
    `alerts snooze ${SNOOZABLE[2]} web1.example.com --for 2h --reason "moves to a new machine"`,
    'alerts snooze service web1.example.com:imap --for 1d',
    'alerts snoozes',
    'alerts unsnooze 3',
  ],
  run: (args, options, io) => runStoreAction('alerts', ACTIONS, args, options, io),
}
