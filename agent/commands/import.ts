import { chosenAction } from '../../lib/command-line/chosen-action.ts'
import type { Action, Command, Io } from '../../lib/command-line/command.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { PROGRAM } from '../program.ts'
import { Screen } from '../replay/screen.ts'
import { printLines } from './printed-lines.ts'

interface ImportAction extends Action {
  /** Runs the action on a file and returns the exit code. */
  run(file: string, io: Io): Promise<number>
}

const ACTIONS: Readonly<Record<string, ImportAction>> = {
  maillog: {
    usage: 'maillog <file>',
    summary: 'Translate a configuration of MailLog; exit 1 if something was left out, which is named with its line.',
    options: [],
    run: async (file, io) => {
      const { statementsIn } = await import('../mail-reports/maillog/statement-files.ts')
      const { translated } = await import('../mail-reports/maillog/translation.ts')
      const { yaml, leftOut } = translated(await statementsIn(file), file)
      const screen = new Screen(io.stderr)
      for (const sentence of leftOut) screen.say(sentence)
      const code = await printLines([yaml], io)
      return code === EXIT.ok && leftOut.length > 0 ? EXIT.failed : code
    },
  },
}

/** `spoor-agent import`: what other programs were configured to do, in the words of this one. */
export const importCommand: Command = {
  usage: 'import <action> <file>',
  words: Object.keys(ACTIONS),
  actions: ACTIONS,
  summary: 'Print the configuration of another program as YAML for this one; changes nothing.',
  options: [],
  examples: ['import maillog /etc/maillog.conf > maillog.yml'],
  run: async ([name = '', file, ...surplus], options, io) => {
    const action = chosenAction(PROGRAM.name, 'import', ACTIONS, name, options)
    if (file === undefined || surplus.length > 0)
      throw new ActionNeeded(`import ${name}: name the file of the configuration`, EXIT.usage)
    return action.run(file, io)
  },
}
