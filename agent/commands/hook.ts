import type { Command } from '../../lib/command-line/command.ts'
import { EXIT } from '../../lib/system/errors.ts'
import { CONFIG_OPTION, configFile } from './config-option.ts'
import { readDocument } from './hook/document.ts'
import { leaveEvents } from './hook/leave-events.ts'

/** What cPanel takes for success (https://api.docs.cpanel.net, "Guide to Standardized Hooks", hook action code). */
const ANSWER = '1 spoor\n'

/**
 * The hook of cPanel. Whatever happens, it says that all is well: what somebody does in cPanel must not fail because it
 * cannot be reported. It says nothing else, for cPanel logs what hooks say.
 */
export const hook: Command = {
  usage: 'hook',
  summary: 'Take the document of a cPanel hook on standard input, and leave what happened for the collector.',
  options: [CONFIG_OPTION, { flags: '--given-up <count>', text: 'Count so many events that no hook had time for.' }],
  examples: ['hook < document.json'],
  run: async (_args, options, { stdin, stdout, signal }) => {
    // The others who listen end the program with a failure where standard output cannot be written.
    stdout.removeAllListeners('error').on('error', () => undefined)
    const now = Date.now()
    const text = await readDocument(stdin, signal)
    const count = Number(options['given-up'] ?? 0)
    const givenUp = Number.isSafeInteger(count) && count > 0 ? count : 0
    await leaveEvents({ text, givenUp, now }, configFile(options)).catch(() => undefined)
    stdout.write(ANSWER)
    return EXIT.ok
  },
}
