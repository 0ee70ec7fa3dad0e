import type { Program } from '../lib/command-line/command.ts'
import { VERSION } from '../lib/command-line/version.ts'

/** The user that the packages make for the service. */
export const HUB_USER = 'spoor-hub'

/** This program, as it is typed on a command line. */
export const PROGRAM: Program = { name: 'spoor-hub', version: VERSION }
