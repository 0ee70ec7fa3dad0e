import type { Command } from '../../lib/command-line/command.ts'
import { QUARANTINE_REASONS } from '../ingest/quarantine-reasons.ts'
import { CONFIG_OPTION } from './config-option.ts'
import { listQuarantine } from './quarantine/list.ts'
import { takeQuarantine } from './quarantine/take.ts'
import { runStoreAction } from './store-action.ts'

const ACTIONS = { list: listQuarantine, take: takeQuarantine }

/** `spoor-hub quarantine`: entries that could not be taken as events. */
export const quarantine: Command = {
  usage: 'quarantine <action>',
  words: Object.keys(ACTIONS),
  actions: ACTIONS,
  summary: 'List the entries that could not be taken as events; take those that can be taken by now.',
  options: [
    CONFIG_OPTION,
    { flags: '--host <name>', text: 'Only what the agent of this host sent.' },
    {
      flags: '--reason <word>',
      text: `Only with this reason: ${QUARANTINE_REASONS.join(', ')}.`,
      values: QUARANTINE_REASONS,
    },
    { flags: '--limit <count>', text: 'list: how many at most; default: 50.' },
    { flags: '--json', text: 'list: one JSON object a line; take: one JSON object.' },
  ],
  examples: [
    'quarantine list',
    'quarantine list --reason foreign_host --json',
    'quarantine take --host web1.example.com',
  ],
  run: (args, options, io) => runStoreAction('quarantine', ACTIONS, args, options, io),
}
