import { runProgram } from '../lib/command-line/run-program.ts'
import { HUB_COMMANDS } from './commands/every-command.ts'
import { PROGRAM } from './program.ts'

process.title = 'spoor-hub'
runProgram({ program: PROGRAM, commands: HUB_COMMANDS, reloadable: new Set(['serve']), ending: new Set() })
