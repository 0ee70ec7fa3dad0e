import type { Command } from '../../lib/command-line/command.ts'
import { CONFIG_OPTION } from './config-option.ts'
import { eraseMailboxByHand } from './erase/mailbox.ts'
import { runStoreAction } from './store-action.ts'

const ACTIONS = { mailbox: eraseMailboxByHand }

/** `spoor-hub erase`: takes somebody out of the store. */
export const erase: Command = {
  usage: 'erase <action> <address>',
  words: Object.keys(ACTIONS),
  actions: ACTIONS,
  summary: 'Take a mailbox out of the store, wherever its address stands, for good.',
  options: [
    CONFIG_OPTION,
    { flags: '--yes', text: 'Do it; otherwise only say what would be erased.' },
    { flags: '--json', text: 'Print one JSON object.' },
  ],
  examples: ['erase mailbox ann@example.com', 'erase mailbox ann@example.com --yes'],
  run: (args, options, io) => runStoreAction('erase', ACTIONS, args, options, io),
}
