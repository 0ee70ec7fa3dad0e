import { isMainThread } from 'node:worker_threads'
import { runProgram } from '../lib/command-line/run-program.ts'
import { HUB_COMMANDS } from './commands/every-command.ts'
import { PROGRAM } from './program.ts'

if (isMainThread) {
  process.title = 'spoor-hub'
  runProgram({ program: PROGRAM, commands: HUB_COMMANDS, reloadable: new Set(['serve']), ending: new Set() })
} else {
  void import('./store/thread/serve-thread.ts').then(({ serveThread }) => serveThread())
}
