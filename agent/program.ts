import type { Program } from '../lib/command-line/command.ts'
import { VERSION } from './version.ts'

/** What this program is called on a command line. */
export const PROGRAM: Program = { name: 'spoor-agent', version: VERSION }
