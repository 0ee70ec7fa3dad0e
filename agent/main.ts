import { runProgram } from '../lib/command-line/run-program.ts'
import { COMMANDS, HIDDEN_COMMANDS } from './commands/every-command.ts'
import { APP_SPOOR_NAMES, PROGRAM } from './program.ts'
import { ROLES, titleOf } from './roles/roles.ts'

process.title = titleOf(process.argv[2])
runProgram({
  program: PROGRAM,
  commands: COMMANDS,
  hidden: HIDDEN_COMMANDS,
  reloadable: new Set([...ROLES.map(({ command }) => command), 'run']),
  ending: new Set(['--dry-run', '--once']),
  names: APP_SPOOR_NAMES,
})
